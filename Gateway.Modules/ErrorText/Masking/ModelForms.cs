using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>Recognises the names of language models by their families: which of them was asked for is a value, not a cause.</summary>
internal static class ModelForms
{
    private const int Longest = 256;

    private static readonly SearchValues<char> ModelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/");

    private static readonly SearchValues<char> Starts = SearchValues.Create("agcqdlmoktembpihAGCQDLMOKTEBPIH");

    private static readonly string[] Families =
    [
        "gpt-", "chatgpt-", "claude-", "gemini-", "gemma", "qwen", "qwq-", "qvq-", "glm-", "chatglm", "deepseek-", "deepseek/", "llama", "codellama", "meta-llama/",
        "mistral-", "mixtral-", "moonshot-", "kimi-", "o1-", "o3-", "o4-", "text-embedding-", "text-davinci-", "dall-e-", "tts-", "ernie-", "baichuan",
        "doubao-", "ep-20", "command-r", "grok-", "minimax-", "bge-", "babbage-", "titan-", "phi", "codestral-", "magistral-", "ministral-", "internlm", "hunyuan-", "kimi/", "embed-",
        "google/gem", "openai/", "anthropic/claude", "x-ai/grok", "mistralai/", "cohere/command", "anthropic.claude-", "amazon.titan-", "amazon.nova-", "meta.llama", "cohere.command-", "cohere.embed-", "mistral.mi",
    ];

    /// <summary>The families by their first letter: nearly every word is asked.</summary>
    private static readonly string[][] ByLetter =
        [.. Enumerable.Range('a', 26).Select(letter => Families.Where(family => family[0] == letter).ToArray())];

    /// <summary>Length of the model's name at the start of the text, or 0.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        if (!Starts.Contains(text.At(0)))
        {
            return 0;
        }

        foreach (var family in ByLetter[char.ToLowerInvariant(text[0]) - 'a'])
        {
            if (text.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                var name = text[..Math.Min(text.Length, Longest)];
                name = name[..name.RunOf(ModelCharacters)].TrimEnd(".:/-");
                return name.Length > family.Length && name.HasDigit() | name.Contains('-') | name.Contains('/') ? name.Length : 0;
            }
        }

        return text.At(0) == 'o' && text.At(1) is '1' or '3' && text.EndsWordAt(2) ? 2 : 0;
    }
}
