namespace Gateway.Modules.Contracts.Meaning;

/// <summary>A masked error text prepared for reading by models.</summary>
/// <param name="Embedded">What the embedding model reads: names split into words, package prefixes and placeholders gone, codes
/// explained.</param>
/// <param name="Read">The same and, for a Chinese text, English words for the terms in it: what word statistics read.</param>
/// <param name="Said">The latter without the explanations: what the error itself says, which tells a stranger from a relative.</param>
/// <param name="Explained">The explanations alone; empty where the text has no code that is known.</param>
public readonly record struct ErrorWordingText(string Embedded, string Read, string Said, string Explained);

/// <summary>Turns masked error text into words that carry its cause. Deterministic, thread-safe, linear in the text.</summary>
public interface IErrorWording
{
    ErrorWordingText Of(string masked);
}
