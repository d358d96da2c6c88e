using System.Collections.Immutable;
using System.Numerics.Tensors;
using Gateway.Modules.Clustering.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>
/// Causes that users teach by examples: an error is named after the cause of the nearest example, by cosine, when it is near enough.
/// Nothing
/// is trained. Those of the configuration are learned at first use, when the models are there.
/// </summary>
internal sealed class UserCauses : IUserCauses
{
    private const int MaxCauses = 1000;
    private const int MaxExamples = 100;
    private const int MaxIdLength = 64;

    // Sharper than grouping: an example stands for its like, not for its neighbourhood.
    private const double NearInLearnedSpace = 0.55;
    private const double NearInPlainSpace = 0.88;

    private readonly IEmbeddingService _service;
    private readonly IErrorTextReader _reader;
    private readonly IEmbeddingAdapter _adapter;
    private readonly LearnedMeaning _learned;
    private readonly ILogger<UserCauses> _logger;
    private readonly Lock _gate = new();
    private readonly Lazy<bool> _configured;
    private ImmutableArray<Taught> _causes = [];

    public UserCauses(
        IEmbeddingService service,
        IEmbeddingAdapter adapter,
        IErrorTextReader reader,
        LearnedMeaning learned,
        IOptionsMonitor<ClusteringOptions> options,
        ILogger<UserCauses> logger)
    {
        _adapter = adapter;
        _service = service;
        _learned = learned;
        _logger = logger;
        _reader = reader;
        _configured = new Lazy<bool>(() => AddConfigured(options.CurrentValue.Causes));
    }

    public IEnumerable<KnownCause> Catalogue => _causes.Select(taught => taught.Cause);

    public string? Add(string id, string title, ErrorKind kind, IReadOnlyList<string> examples)
    {
        _ = _configured.Value;
        return Teach(id, title, kind, examples);
    }

    /// <summary>The nearest taught cause, where its example is near enough and nearer than <paramref name="atLeast"/>.</summary>
    public (KnownCause Cause, double Cosine)? Find(AdaptedEmbedding embedding, double atLeast)
    {
        _ = _configured.Value;
        (KnownCause, double)? best = null;
        var least = Math.Max(embedding.Learned is null ? NearInPlainSpace : NearInLearnedSpace, atLeast);
        var vector = VectorOf(embedding);
        foreach (var taught in _causes)
        {
            foreach (var example in taught.Examples)
            {
                if (example.Space == embedding.Raw.Space
                    && TensorPrimitives.Dot(example.Vector.Span, vector.Span) is var cosine
                    && cosine >= least)
                {
                    (best, least) = ((taught.Cause, cosine), cosine);
                }
            }
        }

        return best;
    }

    private string? Teach(string id, string title, ErrorKind kind, IReadOnlyList<string> examples)
    {
        if (id.Length is 0 or > MaxIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            return $"the id of a cause must be 1 to {MaxIdLength} letters, digits, '-' and '_': '{id}'";
        }

        if (string.IsNullOrWhiteSpace(title) || examples.Count is 0 or > MaxExamples || examples.Any(string.IsNullOrWhiteSpace))
        {
            return $"cause {id} must have a title and 1 to {MaxExamples} examples, none of them empty";
        }

        if (_learned.Catalogue.Any(cause => cause.Id == id))
        {
            return $"{id} is one of the shipped causes";
        }

        var vectors = examples.Select(_service.Embed).OfType<EmbeddingVector>()
            .Select(raw => new EmbeddingVector(raw.Space, VectorOf(_adapter.Adapt(raw)))).ToArray();
        return vectors.Length < examples.Count ? "the embedding model is not available" : Keep(new(id, title, title, kind, ""), vectors);
    }

    private string? Keep(KnownCause cause, EmbeddingVector[] vectors)
    {
        lock (_gate)
        {
            var others = _causes.RemoveAll(taught => taught.Cause.Id == cause.Id);
            if (others.Length >= MaxCauses)
            {
                return $"no more than {MaxCauses} causes can be taught";
            }

            _causes = others.Add(new Taught(cause, vectors));
        }

        CausesLog.Taught(_logger, cause.Id, vectors.Length);
        return null;
    }

    /// <summary>Where distance means cause, if that was learned for the model.</summary>
    private static ReadOnlyMemory<float> VectorOf(AdaptedEmbedding embedding) => embedding.Learned ?? embedding.Raw.Vector;

    private bool AddConfigured(IReadOnlyList<UserCauseOptions> causes)
    {
        foreach (var cause in causes)
        {
            // Examples in the configuration are written as they were seen: they take an error's own way.
            var masked = cause.Examples.Select(example => _reader.Read(ErrorResponse.OfText(example)).Masked).ToArray();
            if (Teach(cause.Id, cause.Title, cause.Kind, masked) is { } problem)
            {
                CausesLog.NotTaught(_logger, problem);
            }
        }

        return true;
    }

    private sealed record Taught(KnownCause Cause, EmbeddingVector[] Examples);
}
