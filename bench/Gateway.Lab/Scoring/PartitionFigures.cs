namespace Gateway.Lab.Scoring;

/// <summary>
/// How well clusters fit classes. With n_ij items of class i in cluster j, a_i items of the class, b_j of the cluster and n in all:
/// <para>
/// homogeneity h = 1 - H(C|K) / H(C), completeness c = 1 - H(K|C) / H(K), V = 2hc / (h + c), entropies in nats, h = 1 where there is
/// one class and c = 1 where there is one cluster (Rosenberg and Hirschberg, "V-measure", EMNLP-CoNLL 2007, with beta = 1).
/// </para>
/// <para>
/// Over the n(n-1)/2 pairs of items, TP share class and cluster, FP the cluster only, FN the class only, TN neither. Precision, recall
/// and F1 are theirs; the adjusted Rand index is 2 (TP TN - FN FP) / ((TP+FN)(FN+TN) + (TP+FP)(FP+TN)) (Hubert and Arabie,
/// "Comparing partitions", J. Classification 2, 1985, in the form with pair counts).
/// </para>
/// False merges are the items that are not of their cluster's most frequent class (1 - purity).
/// </summary>
internal sealed record PartitionFigures
{
    public required int Items { get; init; }
    public required int Classes { get; init; }
    public required int Clusters { get; init; }
    public required double Homogeneity { get; init; }
    public required double Completeness { get; init; }
    public required double V { get; init; }
    public required double AdjustedRand { get; init; }

    /// <summary>Null where no two items share a cluster.</summary>
    public required double? PairPrecision { get; init; }

    /// <summary>Null where no two items share a class.</summary>
    public required double? PairRecall { get; init; }

    /// <summary>Null where no two items share a class or a cluster.</summary>
    public required double? PairF1 { get; init; }

    public required double FalseMerges { get; init; }

    public static PartitionFigures Of(IReadOnlyCollection<(string Class, string Cluster)> items)
    {
        var cells = items.CountBy(i => i).ToList();
        var classes = items.CountBy(i => i.Class).Select(c => c.Value).ToList();
        var clusters = items.CountBy(i => i.Cluster).ToDictionary(StringComparer.Ordinal);
        var (joint, classEntropy, clusterEntropy) = (Entropy(cells.Select(c => c.Value)), Entropy(classes), Entropy(clusters.Values));
        var homogeneity = classEntropy == 0 ? 1 : 1 - ((joint - clusterEntropy) / classEntropy);
        var completeness = clusterEntropy == 0 ? 1 : 1 - ((joint - classEntropy) / clusterEntropy);
        var pairs = new PairCounts(Pairs(cells.Select(c => c.Value)), Pairs(classes), Pairs(clusters.Values), Pairs([items.Count]));
        var majority = cells.GroupBy(c => c.Key.Cluster).Sum(g => g.Max(c => c.Value));
        return new PartitionFigures
        {
            Items = items.Count,
            Classes = classes.Count,
            Clusters = clusters.Count,
            Homogeneity = homogeneity,
            Completeness = completeness,
            V = homogeneity + completeness <= 0 ? 0 : 2 * homogeneity * completeness / (homogeneity + completeness),
            AdjustedRand = pairs.AdjustedRand,
            PairPrecision = pairs.Precision,
            PairRecall = pairs.Recall,
            PairF1 = pairs.F1,
            FalseMerges = items.Count == 0 ? 0 : 1 - ((double)majority / items.Count),
        };

        double Entropy(IEnumerable<int> counts) => -counts.Sum(c => (double)c / items.Count * Math.Log((double)c / items.Count));
    }

    private static double Pairs(IEnumerable<int> counts) => counts.Sum(c => c * (c - 1.0) / 2);

    private readonly record struct PairCounts(double Both, double SameClass, double SameCluster, double All)
    {
        public double? Precision => SameCluster == 0 ? null : Both / SameCluster;

        public double? Recall => SameClass == 0 ? null : Both / SameClass;

        public double? F1 => SameClass + SameCluster == 0 ? null : 2 * Both / (SameClass + SameCluster);

        public double AdjustedRand
        {
            get
            {
                var (fp, fn) = (SameCluster - Both, SameClass - Both);
                var tn = All - Both - fp - fn;

                // Equal partitions, which the formula makes 0 / 0 where they are all of one class or all of none.
                return fp == 0 && fn == 0
                    ? 1
                    : 2 * ((Both * tn) - (fn * fp)) / (((Both + fn) * (fn + tn)) + ((Both + fp) * (fp + tn)));
            }
        }
    }
}
