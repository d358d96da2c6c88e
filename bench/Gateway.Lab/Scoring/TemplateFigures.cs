namespace Gateway.Lab.Scoring;

/// <summary>
/// How far the texts of one template scatter, since only their values differ. Ratios are of totals, as when counting what a user sees;
/// spreads are means over templates of how many different ones a single template has, which sharing among templates cannot hide.
/// </summary>
/// <param name="Templates">Different templates.</param>
/// <param name="FingerprintRatio">Different fingerprints over templates; null where the file has none.</param>
/// <param name="FingerprintSpread">Mean number of fingerprints of a template; null where the file has none.</param>
/// <param name="ClusterRatio">Different clusters over templates.</param>
/// <param name="ClusterSpread">Mean number of clusters of a template.</param>
internal sealed record TemplateFigures(
    int Templates, double? FingerprintRatio, double? FingerprintSpread, double ClusterRatio, double ClusterSpread)
{
    /// <summary>Null where no template repeats.</summary>
    public static TemplateFigures? Of(IEnumerable<ScoredItem> all)
    {
        var items = all.Where(i => i.Label.TemplateId is not null).ToList();
        var templates = items.Select(i => i.Label.TemplateId).Distinct().Count();
        if (templates == items.Count)
        {
            return null;
        }

        var clusters = items.ConvertAll(i => (i.Label.TemplateId!, i.Assignment.Cluster));
        var prints = items.Where(i => i.Assignment.Fingerprint is not null)
            .Select(i => (i.Label.TemplateId!, i.Assignment.Fingerprint!)).ToList();
        return new TemplateFigures(
            templates,
            prints.Count == 0 ? null : Ratio(prints),
            prints.Count == 0 ? null : Spread(prints),
            Ratio(clusters),
            Spread(clusters));

        double Ratio(List<(string Template, string Value)> pairs) => (double)pairs.Select(p => p.Value).Distinct().Count() / templates;
        double Spread(List<(string Template, string Value)> pairs) => (double)pairs.Distinct().Count() / templates;
    }
}
