

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>Tells the cluster of a failure that was seen before, by its fingerprint and without a model.</summary>
internal sealed class ErrorRecogniser(IErrorTextReader reader, IFingerprintMap clusters)
{
    /// <summary>The failure's cluster; null where the text is new, or the record is not a failure.</summary>
    public string? ClusterOf(in OutcomeRecord record)
    {
        if (!record.Outcome.IsFailure())
        {
            return null;
        }

        var response = ErrorResponse.Of(in record);
        return clusters.TryGet(reader.Read(in response).Fingerprint, out var cluster) ? cluster : null;
    }
}
