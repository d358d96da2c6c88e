using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin.Access;

/// <summary>
/// The key that counts: the configured one, else one of this process, printed when it is made and kept in the folder <c>data</c> beside the
/// configuration file where there is one. One lock guards the making.
/// </summary>
internal sealed class AdminKey(IOptionsMonitor<AdminOptions> options, ContentRoot root, IOperatorConsole console) : IHostedLifecycleService
{
    public const string Folder = "data";
    public const string FileName = "admin.key";
    private const int ShortestKey = 16;
    private const string HowToSet =
        $"Send it as {AdminAccess.KeyHeader}, or set one of your own: Gateway:Admin:ApiKey (environment: Gateway__Admin__ApiKey).";

    private readonly Lock _lock = new();
    private string? _made;

    public bool IsConfigured => !string.IsNullOrEmpty(options.CurrentValue.ApiKey);

    public string Current => options.CurrentValue.ApiKey is { Length: > 0 } configured ? configured : Made();

    /// <summary>Names a key without giving it away.</summary>
    public static string FingerprintOf(string key) =>
        "key:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4));

    /// <summary>Printed after the start has succeeded: a start that fails has one line to say.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ = Current;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Made()
    {
        lock (_lock)
        {
            return _made ??= Make();
        }
    }

    private string Make()
    {
        var folder = root.Resolve(Folder);
        var file = Path.Combine(folder, FileName);
        try
        {
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: >= ShortestKey } kept)
            {
                console.WriteLine($"Admin API: writes need the key in {file}. {HowToSet}");
                return kept;
            }

            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            if (Directory.Exists(folder))
            {
                Keep(file, key);
                console.WriteLine($"Admin API: writes need the key {key}, kept in {file}. {HowToSet}");
                return key;
            }

            console.WriteLine($"Admin API: until this process ends writes need the key {key}. {HowToSet}");
            return key;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            console.WriteLine($"Admin API: until this process ends writes need the key {key} ({file} cannot be used). {HowToSet}");
            return key;
        }
    }

    private static void Keep(string file, string key)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file);
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, how);
        stream.Write(Encoding.UTF8.GetBytes(key + "\n"));
    }
}
