namespace Gateway.Lab.Scoring;

/// <summary>How well errors are left unnamed whose cause is not in the catalogue.</summary>
internal sealed record OpenSetFigures
{
    public required int Known { get; init; }
    public required int Strangers { get; init; }

    /// <summary>Share of strangers that were given a name all the same.</summary>
    public required double StrangersNamed { get; init; }

    /// <summary>Share of known ones that were given their right name; null without known ones.</summary>
    public required double? NamedRightly { get; init; }

    /// <summary>
    /// The share of known ones named rightly if the threshold of confidence were set to name 2, 5 and 10 % of the strangers.
    /// </summary>
    public required (double At2, double At5, double At10)? ByConfidence { get; init; }

    /// <summary>Null where there are no strangers.</summary>
    public static OpenSetFigures? Of(IReadOnlyCollection<ScoredItem> items)
    {
        var known = items.Where(i => i.Label.InCatalogue).ToList();
        var strangers = items.Where(i => !i.Label.InCatalogue).ToList();
        if (strangers.Count == 0)
        {
            return null;
        }

        var ranked = known.ConvertAll(k => (k.Assignment.Confidence, k.TopCauseIsRight));
        var confidences = strangers.ConvertAll(s => s.Assignment.Confidence);
        return new OpenSetFigures
        {
            Known = known.Count,
            Strangers = strangers.Count,
            StrangersNamed = (double)strangers.Count(s => s.Named) / strangers.Count,
            NamedRightly = known.Count == 0 ? null : (double)known.Count(k => k.NamedRightly) / known.Count,
            ByConfidence = known.Count == 0 ? null : (At(0.02), At(0.05), At(0.10)),
        };

        double At(double named) => Coverage.AmongStrangers(named, ranked, confidences);
    }
}
