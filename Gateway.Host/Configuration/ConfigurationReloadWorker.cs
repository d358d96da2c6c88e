using System.Threading.Channels;

namespace Gateway.Host.Configuration;

/// <summary>
/// Reloads when the file's content changes. A notice from the file system only hastens the look: notices get lost (network mounts,
/// Kubernetes' swapped links, a folder that is replaced), so the file is also looked at every few seconds. A look waits until the file
/// has been quiet for a moment, because editors write in pieces or delete and rename.
/// </summary>
internal sealed class ConfigurationReloadWorker(
    ConfigurationReader reader,
    LastGoodConfigurationProvider provider,
    TimeProvider time,
    ILogger<ConfigurationReloadWorker> logger) : BackgroundService
{
    public static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _notices = Channel.CreateBounded<bool>(1);
    private byte[]? _seen = provider.Running.FileContent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (reader.File is null)
        {
            return;
        }

        using var watcher = TryWatch(reader.File);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitForQuietAsync(stoppingToken);
                await ReloadIfChangedAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                HostLog.ReloadFailed(logger, e);
            }
        }
    }

    /// <summary>Reads the file anew if its bytes differ from those last looked at, good or bad: each broken content is reported once.</summary>
    internal async Task ReloadIfChangedAsync()
    {
        var content = reader.ReadFile();
        if (content is null ? _seen is null : _seen is not null && content.AsSpan().SequenceEqual(_seen))
        {
            return;
        }

        var before = provider.Running.Options;
        var reading = await reader.ReadAsync();
        _seen = reading.FileContent;
        var mistakes = provider.Offer(reading);
        foreach (var mistake in mistakes)
        {
            HostLog.ReloadRefused(logger, mistake);
        }

        if (mistakes.Count > 0)
        {
            return;
        }

        HostLog.Reloaded(logger, reader.File!.Path);
        foreach (var key in StartOnlyOptions.Changed(before, provider.Running.Options))
        {
            HostLog.NeedsRestart(logger, key);
        }
    }

    private async Task WaitForQuietAsync(CancellationToken token)
    {
        if (!await NoticedWithinAsync(PollInterval, token))
        {
            return;
        }

        // A file that is written to all the time is looked at all the same, once a poll interval is over.
        var since = time.GetTimestamp();
        while (await NoticedWithinAsync(QuietTime, token) && time.GetElapsedTime(since) < PollInterval)
        {
        }
    }

    private async Task<bool> NoticedWithinAsync(TimeSpan within, CancellationToken token)
    {
        using var timeout = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, timeout.Token);
        try
        {
            return await _notices.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }

    private FileSystemWatcher? TryWatch(ConfigurationFile file)
    {
        try
        {
            var watcher = new FileSystemWatcher(file.Folder, Path.GetFileName(file.Path));
            watcher.Changed += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Created += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => _notices.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => _notices.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // Out of inotify instances, for one: polling goes on.
            HostLog.NotWatching(logger, file.Path, e.Message);
            return null;
        }
    }
}
