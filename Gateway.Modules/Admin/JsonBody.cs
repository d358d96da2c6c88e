using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gateway.Modules.Admin;

/// <summary>A request's body as JSON, or the answer that says why it is none.</summary>
internal readonly record struct JsonBody(JsonElement Root, IResult? Refusal)
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false,
                cancellationToken);
            if (length > MaxBytes)
            {
                return new(default, AdminProblem.Of(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {MaxBytes} bytes."));
            }

            if (!HoldsOnlyText(buffer.AsSpan(0, length)))
            {
                return new(default, AdminProblem.Of(
                    StatusCodes.Status400BadRequest,
                    "The body holds a text that is none: half of a surrogate pair, or bytes that are not UTF-8."));
            }

            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), Strict);
            return new(document.RootElement.Clone(), null);
        }
        catch (JsonException e)
        {
            return new(default, AdminProblem.Of(
                StatusCodes.Status400BadRequest,
                $"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>For what takes no body: an empty one, or an object without members, says as much. Null, or the answer.</summary>
    public static async Task<IResult?> RefuseAnyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey(HeaderNames.TransferEncoding))
        {
            return null;
        }

        var body = await ReadAsync(request, cancellationToken);
        return body.Refusal
            ?? (body.Root.ValueKind == JsonValueKind.Object && !body.Root.EnumerateObject().Any()
                ? null
                : Invalid(new Dictionary<string, string[]> { [""] = ["Must be empty: this takes no body."] }));
    }

    /// <summary>JSON can spell texts that do not exist; reading one throws, so that none may get past here.</summary>
    private static bool HoldsOnlyText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        AdminProblem.Of(StatusCodes.Status400BadRequest, "The body breaks the rules named in 'errors'.", errors);
}
