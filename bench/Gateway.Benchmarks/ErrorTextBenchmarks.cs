using System.Globalization;
using System.IO.Hashing;
using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.ErrorText;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks;

/// <summary>From an error body to masked text and fingerprint. Yardstick: XxHash64 over the same bytes.</summary>
public class ErrorTextBenchmarks
{
    private ErrorResponse _response;
    private IErrorTextReader _reader = null!;

    public enum Shape
    {
        Json1K,
        Json16K,
        Trace,
    }

    [ParamsAllValues]
    public Shape Body { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var text = Body switch
        {
            Shape.Json1K => ErrorBodies.JsonOf(1024),
            Shape.Json16K => ErrorBodies.JsonOf(16_384),
            _ => Trace(),
        };
        var type = Body == Shape.Trace ? "text/plain" : "application/json";
        _response = new ErrorResponse(RequestOutcome.UpstreamError, 500, null, null, type, null, Encoding.UTF8.GetBytes(text), null);
        _reader = ModuleServices.Create().AddErrorText().BuildServiceProvider().GetRequiredService<IErrorTextReader>();
    }

    [Benchmark(Baseline = true)]
    public ulong Hash() => XxHash64.HashToUInt64(_response.Body.Span);

    [Benchmark]
    public ulong Read() => _reader.Read(in _response).Fingerprint.Value;

    private static string Trace()
    {
        var trace = new StringBuilder("java.lang.IllegalStateException: could not save order 4711\n");
        AppendFrames(trace, 30);
        trace.Append("Caused by: org.postgresql.util.PSQLException: ERROR: deadlock detected\n");
        AppendFrames(trace, 10);
        return trace.ToString();
    }

    private static void AppendFrames(StringBuilder trace, int count)
    {
        for (var i = 0; i < count; i++)
        {
            trace.Append(CultureInfo.InvariantCulture, $"\tat com.example.shop.orders.OrderService.step{i}(OrderService.java:{100 + i})\n");
        }
    }
}
