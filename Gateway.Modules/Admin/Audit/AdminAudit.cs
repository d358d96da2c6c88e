using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Modules.Admin.Access;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Admin.Audit;

/// <summary>Writes down what a caller has changed, once it is changed.</summary>
internal sealed class AdminAudit(IAuditLog log, AdminAccess access, TimeProvider time)
{
    /// <summary>Not cancelled by the caller's going: what was changed is written down.</summary>
    public async Task WriteAsync<T>(HttpContext context, string action, string target, T? before, T? after, JsonTypeInfo<T> type)
        where T : class => await log.AppendAsync(
            new(time.GetUtcNow(), access.WhoIs(context.Request), action, target, ElementOf(before, type), ElementOf(after, type)),
            CancellationToken.None);

    private static JsonElement? ElementOf<T>(T? value, JsonTypeInfo<T> type)
        where T : class => value is null ? null : JsonSerializer.SerializeToElement(value, type);
}
