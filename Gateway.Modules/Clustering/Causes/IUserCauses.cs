namespace Gateway.Modules.Clustering.Causes;

/// <summary>Takes causes that users teach by a few examples, without training. Thread-safe.</summary>
internal interface IUserCauses
{
    /// <summary>Adds a cause, or replaces the one with this id; from then on errors like the examples may be named after it.</summary>
    /// <param name="id">Letters, digits and underscores; never that of a shipped cause.</param>
    /// <param name="examples">Masked texts, at least one.</param>
    /// <returns>Why it was not taken, in one line; null when it was.</returns>
    string? Add(string id, string title, ErrorKind kind, IReadOnlyList<string> examples);
}
