using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Clustering;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks;

/// <summary>
/// What a new text costs beside the model's run: extraction and masking, wording, adapter, known causes. Yardstick:
/// <see cref="MatrixYardstick"/>.
/// </summary>
public class MeaningBenchmarks
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"timestamp":"2026-03-01T12:00:00Z","status":500,"error":{"code":"40P01","message":"deadlock detected: Process 4711 waits """
            + """for ShareLock on transaction 99321; blocked by process 4712."},"path":"/api/orders/17"}""");

    private readonly MatrixYardstick _yardstick = new();
    private IErrorTextReader _reader = null!;
    private IErrorWording _wording = null!;
    private IEmbeddingAdapter _adapter = null!;
    private ICauseClassifier _causes = null!;
    private EmbeddingVector _raw = null!;
    private MaskedError _error = null!;
    private ErrorWordingText _words;

    [GlobalSetup]
    public void SetUp()
    {
        var services = ModuleServices.Create().AddErrorText().AddEmbedding().AddClustering().BuildServiceProvider();
        _reader = services.GetRequiredService<IErrorTextReader>();
        _wording = services.GetRequiredService<IErrorWording>();
        _adapter = services.GetRequiredService<IEmbeddingAdapter>();
        _causes = services.GetRequiredService<ICauseClassifier>();
        _error = Read();
        _words = Word();
        _raw = services.GetRequiredService<IEmbeddingService>().Embed(_error.Masked)
            ?? throw new InvalidOperationException("the model is needed");
        if (Classify() is null || Adapt().Space == _raw.Space)
        {
            throw new InvalidOperationException("what was learned is needed");
        }
    }

    [Benchmark(Baseline = true)]
    public float MatrixTimesVector() => _yardstick.Multiply();

    [Benchmark]
    public MaskedError Read() =>
        _reader.Read(new ErrorResponse(RequestOutcome.UpstreamError, 500, null, null, "application/json", null, Body, null));

    [Benchmark]
    public ErrorWordingText Word() => _wording.Of(_error.Masked);

    [Benchmark]
    public EmbeddingVector Adapt() => _adapter.Adapt(_raw).Grouped;

    [Benchmark]
    public CauseVerdict? Classify() => _causes.Classify(_error, _words, _adapter.Adapt(_raw), 500);
}
