using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Embedding;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks;

/// <summary>One text of about 20 tokens through the model, on one thread. Yardstick: <see cref="MatrixYardstick"/>.</summary>
public class EmbeddingBenchmarks
{
    private const string Text =
        "deadlock detected: process waits for share lock on transaction blocked by another process, transaction rolled back";

    private readonly MatrixYardstick _yardstick = new();
    private IEmbeddingService _service = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _service = ModuleServices.Create().AddEmbedding().BuildServiceProvider().GetRequiredService<IEmbeddingService>();
        if (_service.State != ModelState.Loaded)
        {
            throw new InvalidOperationException(_service.Problem);
        }
    }

    [Benchmark(Baseline = true)]
    public float MatrixTimesVector() => _yardstick.Multiply();

    [Benchmark]
    public bool Embed() => _service.Embed(Text) is not null;
}
