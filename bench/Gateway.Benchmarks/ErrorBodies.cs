using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks;

/// <summary>Error bodies of a given size.</summary>
internal static class ErrorBodies
{
    /// <summary>An envelope whose message comes after details that fill it up.</summary>
    public static string JsonOf(int bytes)
    {
        const string Message =
            """],"error":{"code":"40P01","message":"deadlock detected: process 4711 waits for ShareLock on transaction 90211 """
            + """blocked by process 4712"},"traceId":"7d1f3c2a9b8e4f60"}""";
        var json = new StringBuilder("{\"timestamp\":\"2026-01-02T03:04:05Z\",\"details\":[0");
        for (var i = 0; json.Length + Message.Length < bytes; i++)
        {
            json.Append(CultureInfo.InvariantCulture, $",{{\"field\":\"lines[{i}].sku\",\"id\":{i * 7919}}}");
        }

        return json.Append(Message.AsSpan().Trim()).ToString();
    }
}
