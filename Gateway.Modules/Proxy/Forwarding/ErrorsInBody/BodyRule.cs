namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>What counts as an error in the JSON of a route's answers: the shapes that services use, and the route's own code.</summary>
/// <param name="Path">The route's own code; where it has one, no other code is taken for an error.</param>
/// <param name="Statuses">Which HTTP statuses are errors.</param>
internal readonly record struct BodyRule(ErrorPath? Path, ErrorStatuses Statuses)
{
    public bool IsError(ReadOnlySpan<byte> json, JsonErrorPlace place) =>
        JsonError.IsIn(json, place, Path is null ? Statuses : null) || (Path is not null && Path.FindsError(json));
}
