namespace Gateway.Modules.Clustering.Causes;

internal static class KnownCauses
{
    /// <summary>The catalogue's entry; only asked when a cluster opens, so the list is searched.</summary>
    public static KnownCause? Find(this ICauseClassifier classifier, string id) =>
        classifier.Catalogue.FirstOrDefault(cause => cause.Id == id);
}
