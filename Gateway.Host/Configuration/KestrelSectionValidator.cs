using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host.Configuration;

/// <summary>Judges the <c>Kestrel</c> section: its keys at any depth, and the values of its limits. Endpoints' values are Kestrel's own to judge.</summary>
internal static class KestrelSectionValidator
{
    private const string Section = "Kestrel";

    private static readonly KeyShape Certificate = KeyShape.Section(
        ("Path", KeyShape.Value),
        ("KeyPath", KeyShape.Value),
        ("Password", KeyShape.Value),
        ("Subject", KeyShape.Value),
        ("Store", KeyShape.Value),
        ("Location", KeyShape.Value),
        ("AllowInvalid", KeyShape.Value));

    private static readonly KeyShape Named = KeyShape.Section(
        ("Protocols", KeyShape.Value),
        ("SslProtocols", KeyShape.Anything),
        ("ClientCertificateMode", KeyShape.Value),
        ("Certificate", Certificate));

    private static readonly KeyShape Endpoint = KeyShape.Section(
        ("Url", KeyShape.Value),
        ("Protocols", KeyShape.Value),
        ("SslProtocols", KeyShape.Anything),
        ("ClientCertificateMode", KeyShape.Value),
        ("Certificate", Certificate),
        ("Sni", KeyShape.EachOf(Named)));

    private static readonly KeyShape EndpointDefaults = KeyShape.Section(
        ("Protocols", KeyShape.Value),
        ("SslProtocols", KeyShape.Anything),
        ("ClientCertificateMode", KeyShape.Value));

    private static readonly KeyShape Whole = KeyShape.Section(
        ("Endpoints", KeyShape.EachOf(Endpoint)),
        ("EndpointDefaults", EndpointDefaults),
        ("Certificates", KeyShape.EachOf(Certificate)),
        ("Limits", KeyShape.Anything));

    public static void Validate(IConfiguration root, MistakeList mistakes)
    {
        Whole.Check(root.GetSection(Section), Section, mistakes);
        KestrelLimits.Apply(root, new KestrelServerOptions().Limits, mistakes);
    }
}
