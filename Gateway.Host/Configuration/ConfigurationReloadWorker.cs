namespace Gateway.Host.Configuration;

/// <summary>
/// Reloads when the file's content changes. Looks at the file itself, since notices from the file system get lost (network mounts,
/// Kubernetes' swapped links, a folder that is replaced). New content counts once two looks have seen the same: editors write in pieces, or
/// delete and rename.
/// </summary>
internal sealed class ConfigurationReloadWorker(
    ConfigurationReader reader,
    LastGoodConfigurationProvider provider,
    TimeProvider time,
    ILogger<ConfigurationReloadWorker> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    // The last content looked at, and the last one read as a configuration, good or bad: each broken content is reported once.
    private byte[]? _seen = provider.Running.FileContent;
    private byte[]? _read = provider.Running.FileContent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        while (reader.File is not null && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e)
            {
                HostLog.ReloadFailed(logger, e);
            }
        }
    }

    private async Task LookAsync()
    {
        var before = _seen;
        _seen = reader.ReadFile();
        if (IsSame(_seen, before) && !IsSame(_seen, _read))
        {
            Offer(await reader.ReadAsync());
        }
    }

    private void Offer(ConfigurationReading reading)
    {
        _read = reading.FileContent;
        var before = provider.Running.Options;
        var mistakes = provider.Offer(reading);
        foreach (var mistake in mistakes)
        {
            HostLog.ReloadRefused(logger, mistake);
        }

        if (mistakes.Count == 0)
        {
            HostLog.Reloaded(logger, reader.File!.Path);
            foreach (var option in OptionKeys.All.Where(o => o.IsReadAtStart && o.IsChanged(before, reading.Options)))
            {
                HostLog.NeedsRestart(logger, option.Key);
            }
        }
    }

    private static bool IsSame(byte[]? left, byte[]? right) =>
        left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);
}
