using System.Reflection;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host.Configuration;

/// <summary>
/// The <c>Kestrel</c> section: its keys at any depth, which Kestrel passes over when they are misspelt, and its limits, which Kestrel
/// leaves to code. The values of endpoints are Kestrel's own to judge.
/// </summary>
internal static class KestrelSection
{
    private const string Name = "Kestrel";

    public static void Check(IConfiguration root, MistakeList mistakes)
    {
        new SectionChecker(mistakes, "a key of Kestrel").Check(root.GetSection(Name), typeof(Keys));
        ApplyLimits(root, new KestrelServerOptions().Limits, mistakes);
    }

    /// <summary>Sets the limits that the section names, and adds a mistake for each that Kestrel refuses.</summary>
    public static void ApplyLimits(IConfiguration root, KestrelServerLimits limits, MistakeList mistakes) =>
        Apply(root.GetSection($"{Name}:{nameof(Keys.Limits)}"), limits, mistakes);

    // The stock binder stops at the first value that is refused, and passes over a rate that has a default.
    private static void Apply(IConfigurationSection section, object limits, MistakeList mistakes)
    {
        foreach (var child in section.GetChildren().Where(c => !mistakes.Names(c.Path)))
        {
            var property = limits.GetType().GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!;
            if (!property.CanWrite)
            {
                Apply(child, property.GetValue(limits)!, mistakes);
                continue;
            }

            try
            {
                property.SetValue(limits, child.Get(property.PropertyType));
            }
            catch (Exception e) when (e is InvalidOperationException or TargetInvocationException)
            {
                mistakes.Add(child.Path, e.GetBaseException().Message.ReplaceLineEndings(" "), child.Value ?? "incomplete");
            }
        }
    }

    // Kestrel's own types for its section are internal.
    private sealed record Keys(
        Dictionary<string, Endpoint> Endpoints,
        Defaults EndpointDefaults,
        Dictionary<string, Certificate> Certificates,
        KestrelServerLimits Limits);

    private record Defaults(string? Protocols, SslProtocols SslProtocols, string? ClientCertificateMode);

    private record Named(Certificate Certificate) : Defaults(null, default, null);

    private sealed record Endpoint(string? Url, Dictionary<string, Named> Sni) : Named(default(Certificate)!);

    private sealed record Certificate(
        string? Path, string? KeyPath, string? Password, string? Subject, string? Store, string? Location, string? AllowInvalid);
}
