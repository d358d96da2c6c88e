using Gateway.Lab.Pipeline;
using Gateway.Lab.Scoring;
using Gateway.Modules.ErrorText;
using Gateway.Modules.ErrorText.Masking;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Training.Ablation;

/// <summary>Measures sets of rules on one corpus, through the product's own pipeline with the learned files of <c>models/</c>.</summary>
internal sealed class AblationBench(AblationCorpus corpus) : IAsyncDisposable
{
    private const int Passes = 5;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly GatewayOptions _options = PipelineOptions.Read(null).Options!;
    private readonly Masker _all = new();
    private readonly Dictionary<string, EmbeddingVector?> _vectors = new(StringComparer.Ordinal);
    private MeaningPipeline? _first;

    /// <param name="known">Figures of other rules: where the labelled texts are the same, so are the groups.</param>
    public async Task<AblationFigures> MeasureAsync(Masker masker, AblationFigures? known)
    {
        var reader = new ErrorTextReader(masker);
        var dev = corpus.Dev.Select(pair => reader.Read(pair.Item.Response).Masked).ToArray();
        var (v, topCause) = known is not null
            && dev.AsSpan().SequenceEqual(known.Dev) ? (known.V, known.TopCause) : await GroupAsync(reader);
        var (nanoseconds, cost) = Time(masker);
        return new AblationFigures(
            PerTemplate(corpus.Stream.Select(pair => (reader.Read(pair.Response).Masked, pair.Template))),
            PerTemplate(corpus.Hard.Select(pair => (masker.Mask(pair.Line), pair.Template))),
            corpus.Secrets.Count(secret => secret.IsIn(masker.Mask(secret.Message))),
            dev,
            v,
            topCause,
            nanoseconds,
            cost);
    }

    public async ValueTask DisposeAsync()
    {
        if (_first is not null)
        {
            await _first.DisposeAsync();
        }
    }

    private static double PerTemplate(IEnumerable<(string Masked, string Template)> texts)
    {
        var all = texts.ToList();
        return (double)all.DistinctBy(text => text.Masked).Count() / all.DistinctBy(text => text.Template).Count();
    }

    private async Task<(double V, double TopCause)> GroupAsync(ErrorTextReader reader)
    {
        _first ??= MeaningPipeline.Create(_options);
        if (_first.Problem is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        await using var meaning = MeaningPipeline.Create(_options, services => services
            .AddSingleton<IErrorTextReader>(reader)
            .AddSingleton<IEmbeddingService>(new RememberedEmbeddings(_first.Embedding, _vectors)));
        var placed = new List<(PlacedItem Item, string Class)>(corpus.Dev.Count);
        foreach (var (item, name) in corpus.Dev)
        {
            placed.Add((meaning.Assign(item.Id, item.Response, DateTimeOffset.UnixEpoch + (Pace * placed.Count)), name));
        }

        meaning.Refine();
        var groups = PartitionFigures.Of([.. placed.Select(p => (p.Class, meaning.NameOf(p.Item, acting: false)))]);
        return (groups.V, (double)placed.Count(p => p.Item.Assignment.TopCause == p.Class) / placed.Count);
    }

    /// <summary>
    /// Line by line, the best of several passes, side by side with all rules: the machine has other things to do now and then.
    /// </summary>
    private (double Nanoseconds, double Cost) Time(Masker masker)
    {
        var (sum, sumOfAll) = (0.0, 0.0);
        foreach (var (line, _) in corpus.Hard)
        {
            var (best, bestOfAll) = (double.MaxValue, double.MaxValue);
            for (var pass = 0; pass < Passes; pass++)
            {
                bestOfAll = Math.Min(bestOfAll, TimeOnce(_all, line));
                best = Math.Min(best, TimeOnce(masker, line));
            }

            sum += best;
            sumOfAll += bestOfAll;
        }

        return (sum / corpus.Hard.Count, sum / sumOfAll);
    }

    private static double TimeOnce(Masker masker, string line)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        masker.Mask(line);
        return time.GetElapsedTime(start).TotalNanoseconds;
    }

    /// <summary>Each text is embedded once for all rules.</summary>
    private sealed class RememberedEmbeddings(IEmbeddingService model, Dictionary<string, EmbeddingVector?> vectors) : IEmbeddingService
    {
        public string ModelId => model.ModelId;

        public int Dimension => model.Dimension;

        public ModelState State => model.State;

        public string? Problem => model.Problem;

        public EmbeddingVector? Embed(string text)
        {
            if (!vectors.TryGetValue(text, out var vector))
            {
                vectors.Add(text, vector = model.Embed(text));
            }

            return vector;
        }
    }
}
