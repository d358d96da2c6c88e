using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.Tests.Host;

/// <summary>The real program in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private HostProcess(string[] args, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gateway.Host.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public static HostProcess Start(params string[] args) => Start([], args);

    /// <summary>Starts it with an output that nobody reads.</summary>
    public static HostProcess StartUnread(params string[] args)
    {
        var host = new HostProcess(args, []);
        host._process.Start();
        return host;
    }

    /// <param name="environment">On top of this process's own; null takes a variable away.</param>
    public static HostProcess Start(Dictionary<string, string?> environment, params string[] args)
    {
        var host = new HostProcess(args, environment);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits for the end. Returns the exit status.</summary>
    public async Task<int> ToEndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line of output with this text.</summary>
    public Task<string> LineAsync(string text) => LineAsync(_output, text);

    /// <summary>The same, of what it says on standard error.</summary>
    public Task<string> ErrorLineAsync(string text) => LineAsync(_errors, text);

    private async Task<string> LineAsync(ConcurrentQueue<string> lines, string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        string? line;
        while ((line = lines.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal))) is null)
        {
            Assert.That(_process.HasExited, Is.False, Output + Errors);
            await Task.Delay(20, timeout.Token);
        }

        return line;
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
