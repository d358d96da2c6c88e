using System.Text.Json;

namespace Gateway.Lab.Scoring;

/// <summary>What a line of a labelled file goes by: its <c>id</c>, or its <c>seq</c> where it is an event of a stream.</summary>
internal static class ItemId
{
    public static string? Of(JsonElement item) =>
        item.TryGetProperty("id", out var id) ? id.ValueKind == JsonValueKind.String ? id.GetString() : null
        : item.TryGetProperty("seq", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetRawText()
        : null;
}
