using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Gateway.Modules.Embedding;

/// <summary>
/// ONNX Runtime's own builds report usage to their vendor over HTTPS unless they are told not to, and keep an identifier on disk for it.
/// Its privacy notice: the variable, set before the runtime starts, prevents all of that; the call alone lets a first event through.
/// </summary>
internal static class UsageReports
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>
    /// To be called while the gateway is being put together: libc's environment must not change while another thread reads it.
    /// </summary>
    public static void Forbid()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows())
        {
            // What .NET sets stays in .NET here: native code has an environment of its own.
            _ = SetNative(System.Text.Encoding.ASCII.GetBytes(Variable + '\0'), "1\0"u8.ToArray(), overwrite: 0);
        }
    }

    /// <summary>
    /// Before the first session: for programs that never came by <see cref="Forbid"/>, and for a runtime that somebody started before.
    /// </summary>
    public static void Stop()
    {
        Forbid();
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNative(byte[] name, byte[] value, int overwrite);
}
