using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin.Policies;

/// <summary>
/// Turns the body of a write into a manual policy, or names every mistake in it by the path of the member:
/// <c>{scope: [{dimension, op, value}], action, mode?, ratePerSecond?, lifetimeSeconds?}</c>.
/// </summary>
internal sealed partial class PolicyDraftReader(IOptionsMonitor<LimiterOptions> options)
{
    private const double LongestLifetimeSeconds = 366 * 24 * 3600;
    private static readonly string[] Members = ["scope", "action", "mode", "ratePerSecond", "lifetimeSeconds"];

    public bool TryRead(
        string id,
        JsonElement body,
        [NotNullWhen(true)] out Policy? policy,
        out IReadOnlyDictionary<string, string[]> errors)
    {
        var mistakes = new Mistakes();
        CheckId(id, mistakes);
        policy = body.ValueKind == JsonValueKind.Object ? Read(id, body, mistakes) : null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add("", "Must be an object.");
        }

        errors = mistakes.ByMember;
        policy = errors.Count == 0 ? policy : null;
        return policy is not null;
    }

    private Policy Read(string id, JsonElement body, Mistakes mistakes)
    {
        foreach (var member in body.EnumerateObject().Where(m => !Members.Contains(m.Name)))
        {
            mistakes.Add(member.Name, $"Is not a member of a policy. Known: {string.Join(", ", Members)}.");
        }

        var scope = ScopeReader.Read(body, mistakes);
        var action = ReadEnum<PolicyAction>(body, "action", null, mistakes);
        var mode = ReadEnum<PolicyMode>(body, "mode", PolicyMode.Enforce, mistakes);
        CheckTogether(scope, action, mistakes);
        var rate = ReadNumber(body, "ratePerSecond", options.CurrentValue.MaxRate, mistakes);
        if (rate is not null && action is not PolicyAction.Limit)
        {
            mistakes.Add("ratePerSecond", "Is for the action Limit only.");
        }

        var lifetime = ReadNumber(body, "lifetimeSeconds", LongestLifetimeSeconds, mistakes);
        return new Policy
        {
            Id = id,
            Scope = scope,
            Action = action ?? default,
            Mode = mode ?? default,
            Origin = PolicyOrigin.Manual,
            RatePerSecond = rate,
            Lifetime = lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static void CheckId(string id, Mistakes mistakes)
    {
        if (!IdPattern().IsMatch(id))
        {
            mistakes.Add("id", "Must be 1 to 64 letters, digits, dots, dashes and underscores.");
        }
        else if (LearnedIdPattern().IsMatch(id))
        {
            mistakes.Add("id", "Ids such as p-12 are those of learned policies; choose another.");
        }
    }

    private static void CheckTogether(Scope scope, PolicyAction? action, Mistakes mistakes)
    {
        if (action is not null && scope.Names(DimensionNames.Destination) && (action != PolicyAction.Eject || scope.Tests.Length > 1))
        {
            mistakes.Add("scope", "The destination is chosen after the decision: it stands alone, and only for Eject.");
        }
        else if (action is PolicyAction.Eject && scope.Tests.Length > 0 && !scope.Names(DimensionNames.Destination))
        {
            mistakes.Add("scope", "Eject takes one destination out of the choice: the scope must name it.");
        }
    }

    private static T? ReadEnum<T>(JsonElement body, string name, T? fallback, Mistakes mistakes)
        where T : struct, Enum
    {
        if (!body.TryGetProperty(name, out var value) && fallback is not null)
        {
            return fallback;
        }

        // By name only: Enum.TryParse takes numbers and lists too.
        var names = Enum.GetNames<T>();
        var known = value.ValueKind == JsonValueKind.String
            ? names.FirstOrDefault(n => n.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase))
            : null;
        if (known is not null)
        {
            return Enum.Parse<T>(known);
        }

        mistakes.Add(name, $"Must be one of {string.Join(", ", names)}.");
        return null;
    }

    private static double? ReadNumber(JsonElement body, string name, double most, Mistakes mistakes)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0.1 && number <= most)
        {
            return number;
        }

        mistakes.Add(name, string.Create(CultureInfo.InvariantCulture, $"Must be a number from 0.1 to {most}."));
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^p-[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex LearnedIdPattern();
}
