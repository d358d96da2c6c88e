using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>
/// What is known of a request between the answer's headers and its end. Made only where there is something to know, an error
/// answer or a permit: the ordinary request has none.
/// </summary>
internal sealed class OutcomeFeature
{
    /// <summary>Whether the upstream's status is an error, or a 4xx that may be the caller's fault.</summary>
    public bool ErrorAnswer { get; set; }

    /// <summary>The copy of the error body; belongs to whoever takes the outcome record.</summary>
    public CapturedBody? Body { get; set; }

    public PermitDeadline? Permits { get; set; }
}
