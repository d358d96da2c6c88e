using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Lab.Commands;
using Gateway.Lab.Scenarios;
using Gateway.Lab.Upstreams;

namespace Gateway.Lab.Variants;

/// <summary>
/// The proxy under test as a process of its own, in a temporary folder with its configuration and its log. Disposing kills it.
/// </summary>
internal sealed class VariantProcess : IAsyncDisposable
{
    private const int TailLines = 30;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _log;

    private VariantProcess(DirectoryInfo folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
        _log = new StreamWriter(Path.Combine(folder.FullName, "output.log")) { AutoFlush = true };
    }

    public Uri Address { get; }

    /// <summary>Its exit status once it has ended by itself, null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public static VariantProcess Start(string variant, Scenario scenario, IEnumerable<DestinationAddress> destinations, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-lab-");
        var port = FreePort.Find();
        var config = VariantConfiguration.Write(folder.FullName, variant, scenario, destinations, port, seed);
        var process = new Process { StartInfo = StartInfo(variant, config, folder.FullName) };
        var child = new VariantProcess(folder, process, new Uri($"http://127.0.0.1:{port}/"));
        process.OutputDataReceived += (_, e) => child.Note(e.Data);
        process.ErrorDataReceived += (_, e) => child.Note(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Null once it is ready to serve, else why it is not.</summary>
    public async Task<string?> WaitUntilReadyAsync(HttpClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var last = "no answer";
        while (time.GetElapsedTime(start) < LongestStart)
        {
            if (ExitCode is { } code)
            {
                return $"the proxy ended with status {code} before it was ready";
            }

            try
            {
                using var response = await client.GetAsync(new Uri(Address, "/ready"), cancellationToken);
                last = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode && IsReady(last))
                {
                    return null;
                }
            }
            catch (Exception e) when (e is HttpRequestException or JsonException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                last = e.Message;
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }

        return $"the proxy was not ready after {LongestStart.TotalSeconds:F0} s: {last}";
    }

    /// <summary>The last lines it wrote.</summary>
    public IReadOnlyList<string> Tail()
    {
        lock (_tail)
        {
            return [.. _tail];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        lock (_tail)
        {
            _log.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static ProcessStartInfo StartInfo(string variant, string config, string folder)
    {
        var start = new ProcessStartInfo(DotnetPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var argument in variant == VariantNames.Gateway
            ? [HostPath()] : new[] { typeof(VariantProcess).Assembly.Location, ServeCommand.Verb })
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(config);

        // The child's configuration is its file alone.
        foreach (var name in start.Environment.Keys.Where(IsConfiguration).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsConfiguration(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Gateway__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ReverseProxy__", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_URLS" or "KAFKA_BROKERS" or "ETCD_ENDPOINTS";

    private static string HostPath() => Path.Combine(AppContext.BaseDirectory, "Gateway.Host.dll");

    private static string DotnetPath()
    {
        var beside = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }

    private static bool IsReady(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("status", out var status)
            && status.ValueEquals("ready");
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_tail)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }

            if (_log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
            }
        }
    }
}
