using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Doubles;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Clustering.Causes;

/// <summary>The shipped models and causes, from a body to a verdict.</summary>
internal sealed class CauseFixture : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly BertModel[] _models;
    private readonly IErrorTextReader _reader;
    private readonly IErrorWording _wording;

    public CauseFixture(ClusteringOptions? options = null)
    {
        _models =
        [
            .. new[] { "bge-small-en-v1.5-int8", "bge-small-zh-v1.5-int8" }
                .Select(name => ModelFolder.Open(Repository.PathOf("models", name), new ModelSettings(null, 128, 1), out _)!),
        ];
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ContentRoot(Repository.Root));
        services.AddSingleton(new ReplicaIdentity("test"));
        services.AddFixedOptions(new GatewayOptions { Clustering = options ?? new ClusteringOptions() });
        services.AddErrorText();
        services.AddSingleton<IEmbeddingService>(new StubModel(this));
        services.AddEmbedding();
        services.AddCauses();
        _services = services.BuildServiceProvider();
        _reader = _services.GetRequiredService<IErrorTextReader>();
        _wording = _services.GetRequiredService<IErrorWording>();
    }

    public ICauseClassifier Classifier => _services.GetRequiredService<ICauseClassifier>();

    public IUserCauses Taught => _services.GetRequiredService<IUserCauses>();

    public CauseVerdict? Classify(string body, int status = 500)
    {
        var error = _reader.Read(new ErrorResponse(
            RequestOutcome.UpstreamError, status, null, null, "text/plain", null, System.Text.Encoding.UTF8.GetBytes(body), null));
        var embedding = _services.GetRequiredService<IEmbeddingAdapter>().Adapt(Embed(error.Masked));
        return Classifier.Classify(error, wording: null, embedding, status);
    }

    public EmbeddingVector Embed(string masked)
    {
        var text = _wording.Of(masked).Embedded;
        var model = _models[text.Any(c => c is >= '\u4E00' and <= '\u9FFF') ? 1 : 0];
        return new EmbeddingVector(model.Space, model.Embed(text).Vector);
    }

    public void Dispose()
    {
        _services.Dispose();
        Array.ForEach(_models, model => model.Dispose());
    }

    private sealed class StubModel(CauseFixture bed) : IEmbeddingService
    {
        public string ModelId => "test";

        public int Dimension => 384;

        public ModelState State => ModelState.Loaded;

        public string? Problem => null;

        public EmbeddingVector? Embed(string text) => bed.Embed(text);
    }
}
