using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Lab;

/// <summary>The result file: an array with one object per scenario, variant and seed.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Render(IEnumerable<RunFigures> runs) => JsonSerializer.Serialize(runs, Format);
}
