using System.Globalization;
using System.Text.Json;
using Gateway.Modules.Admin.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin.Clusters;

/// <summary>Operators' corrections of clusters. Each answers with the cluster it left.</summary>
internal sealed class ClusterEditor(
    IClusterOperations operations,
    IClusteringEngine clusters,
    ClusterReader reader,
    AdminAudit audit,
    ILogger<ClusterEditor> logger)
{
    private const int MostWordings = 100;
    private const int MostExamples = 20;
    private const int LongestLabel = 80;

    /// <summary><c>{from}</c>: the cluster with this id goes into the one at the address.</summary>
    public Task<IResult> MergeAsync(string id, HttpContext context) => EditAsync(id, context, ["from"], (body, mistakes) =>
    {
        var from = body.TryGetProperty("from", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (from.Length == 0)
        {
            mistakes.Add("from", "Must be the id of the cluster to merge into this one.");
            return null;
        }

        return () => clusters.GetCluster(from) is null && clusters.GetCluster(id) is not null
            ? Task.FromResult(AdminProblem.NoCluster(from))
            : MergeAsync(id, from, context);
    });

    private async Task<IResult> MergeAsync(string id, string from, HttpContext context)
    {
        var (into, gone) = (reader.Find(id), reader.Find(from));
        return await AnswerAsync(id, operations.Merge(id, from), StatusCodes.Status200OK, (cluster, body) =>
        {
            AdminLog.ClusterMerged(logger, from, cluster.Id);
            return audit.WriteAsync(context, "merge", TargetOf(id), new(into, gone), new(body, null), AdminJson.Readable.MergeBody);
        });
    }

    /// <summary><c>{representatives?: [index], fingerprints?: [hex]}</c>: these wordings become a new cluster, the answer.</summary>
    public Task<IResult> SplitAsync(string id, HttpContext context) =>
        EditAsync(id, context, ["representatives", "fingerprints"], (body, mistakes) =>
    {
        var representatives = ReadList<int>(body, "representatives", MostWordings, "an index among the cluster's representatives, from 0",
            ReadIndex, mistakes);
        var fingerprints = ReadList<Fingerprint>(body, "fingerprints", MostWordings, "16 hexadecimal digits", ReadFingerprint, mistakes);
        if (representatives.Count + fingerprints.Count == 0)
        {
            mistakes.Add("representatives", "Must name one or more wordings to take out, unless 'fingerprints' does.");
        }

        var before = reader.Find(id);
        return () => AnswerAsync(id, operations.Split(id, fingerprints, representatives), StatusCodes.Status201Created, (cluster, body) =>
        {
            AdminLog.ClusterSplit(logger, cluster.Id, id);
            var path = context.Request.Path.Value!;
            context.Response.Headers.Location =
                $"{path[..path.LastIndexOf("/clusters/", StringComparison.OrdinalIgnoreCase)]}/clusters/{cluster.Id}";
            return WriteAsync(context, "split", id, before, body);
        });
    });

    /// <summary><c>{muted}</c>.</summary>
    public Task<IResult> MuteAsync(string id, HttpContext context) => EditAsync(id, context, ["muted"], (body, mistakes) =>
    {
        if (!body.TryGetProperty("muted", out var muted) || muted.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            mistakes.Add("muted", "Must be true or false.");
            return null;
        }

        var before = reader.Find(id);
        return () => AnswerAsync(id, operations.Mute(id, muted.GetBoolean()), StatusCodes.Status200OK, (cluster, body) =>
        {
            AdminLog.ClusterMuted(logger, cluster.Id, muted.GetBoolean());
            return WriteAsync(context, "mute", id, before, body);
        });
    });

    /// <summary><c>{label, kind?, examples?: [text]}</c>; with examples errors like them are known by this name from now on.</summary>
    public Task<IResult> LabelAsync(string id, HttpContext context) =>
        EditAsync(id, context, ["label", "kind", "examples"], (body, mistakes) =>
    {
        var text = body.TryGetProperty("label", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (text.Length is 0 or > LongestLabel || text.Any(char.IsControl))
        {
            mistakes.Add("label", $"Must be one line of 1 to {LongestLabel} characters.");
        }

        var kind = ReadKind(body, mistakes);
        var examples = ReadList<string>(body, "examples", MostExamples, "a text", ReadText, mistakes);
        var before = reader.Find(id);
        return () =>
            AnswerAsync(id, operations.Label(id, new ClusterLabel(text, kind, examples)), StatusCodes.Status200OK, (cluster, body) =>
        {
            AdminLog.ClusterLabelled(logger, cluster.Id, examples.Count);
            return WriteAsync(context, "label", id, before, body);
        });
    });

    public async Task<IResult> ReclusterAsync(HttpContext context)
    {
        if (await JsonBody.RefuseAnyAsync(context.Request, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        var body = new ReclusterBody(clusters.ReCluster());
        AdminLog.Reclustered(logger, body.Merged);
        await audit.WriteAsync(context, "recluster", "clusters", null, body, AdminJson.Readable.ReclusterBody);
        return TypedResults.Json(body, AdminJson.Readable.ReclusterBody);
    }

    private static string TargetOf(string id) => $"clusters/{id}";

    private Task WriteAsync(HttpContext context, string action, string id, ClusterBody? before, ClusterBody after) =>
        audit.WriteAsync(context, action, TargetOf(id), before, after, AdminJson.Readable.ClusterBody);

    private static async Task<IResult> EditAsync(
        string id, HttpContext context, string[] members, Func<JsonElement, Mistakes, Func<Task<IResult>>?> read)
    {
        var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        var mistakes = new Mistakes();
        Func<Task<IResult>>? edit = null;
        if (body.Root.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add("", "Must be an object.");
        }
        else
        {
            foreach (var member in body.Root.EnumerateObject().Where(m => !members.Contains(m.Name)))
            {
                mistakes.Add(member.Name, $"Is not a member here. Known: {string.Join(", ", members)}.");
            }

            edit = read(body.Root, mistakes);
        }

        return mistakes.ByMember is { Count: > 0 } errors ? JsonBody.Invalid(errors)
            : edit is null ? AdminProblem.NoCluster(id)
            : await edit();
    }

    private async Task<IResult> AnswerAsync(
        string id, ClusterOperationResult result, int status, Func<ErrorCluster, ClusterBody, Task> done)
    {
        if (result.Refusal is { } refusal)
        {
            return AdminProblem.Of(StatusCodes.Status409Conflict, $"Nothing was changed: {refusal}.");
        }

        if (result.Cluster is not { } cluster || reader.Find(cluster.Id) is not { } body)
        {
            return AdminProblem.NoCluster(id);
        }

        await done(cluster, body);
        return TypedResults.Json(body, AdminJson.Readable.ClusterBody, statusCode: status);
    }

    private static ErrorKind? ReadKind(JsonElement body, Mistakes mistakes)
    {
        if (!body.TryGetProperty("kind", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        // By name only: Enum.TryParse takes numbers and lists too.
        var names = Enum.GetNames<ErrorKind>();
        var known = value.ValueKind == JsonValueKind.String
            ? names.FirstOrDefault(name => name.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase))
            : null;
        if (known is not null)
        {
            return Enum.Parse<ErrorKind>(known);
        }

        mistakes.Add("kind", $"Must be one of {string.Join(", ", names)}.");
        return null;
    }

    private static List<T> ReadList<T>(
        JsonElement body, string name, int most, string what, Func<JsonElement, (bool Good, T Item)> readItem, Mistakes mistakes)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            mistakes.Add(name, $"Must be a list of at most {most}.");
            return [];
        }

        var items = new List<T>();
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var (good, item) = readItem(element);
            if (good)
            {
                items.Add(item);
            }
            else
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]"), $"Must be {what}.");
            }

            index++;
        }

        return items;
    }

    private static (bool Good, int Item) ReadIndex(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var index) && index >= 0 ? (true, index) : (false, 0);

    private static (bool Good, Fingerprint Item) ReadFingerprint(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: 16 } text
            && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? (true, new Fingerprint(value))
            : (false, default);

    private static (bool Good, string Item) ReadText(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? (true, text) : (false, "");
}
