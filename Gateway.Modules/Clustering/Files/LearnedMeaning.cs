using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Modules.Clustering.Causes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Files;

/// <summary>
/// The learned files, read once at first use. One that is missing, changed or of another kind is named in one log line, and the gateway
/// goes on without: no names, plain thresholds.
/// </summary>
internal sealed class LearnedMeaning
{
    private const string CausesFile = "causes.bin";
    private const string CatalogueFile = "causes.json";
    private const string AdapterPrefix = "adapter-";

    private readonly ClusteringOptions _options;
    private readonly string _folder;
    private readonly ILogger<LearnedMeaning> _logger;
    private readonly Lazy<IReadOnlyList<SpaceTransform>> _transforms;
    private readonly Lazy<CauseModel?> _model;
    private readonly Lazy<IReadOnlyList<KnownCause>> _catalogue;
    private volatile string? _problem;

    public LearnedMeaning(IOptionsMonitor<ClusteringOptions> options, ContentRoot root, ILogger<LearnedMeaning> logger)
    {
        _options = options.CurrentValue;
        _folder = root.Resolve(_options.LearnedPath);
        _logger = logger;
        _transforms = new(() => Try("adapters", ReadTransforms) ?? []);
        _catalogue = new(() => Try("catalogue of causes", ReadCatalogue) ?? []);
        _model = new(() => _options.KnownCauses && Transforms.Count > 0 ? Try("known causes", ReadModel) : null);
    }

    /// <summary>Empty where there are none; also what the causes need while the adapter itself is off.</summary>
    public IReadOnlyList<SpaceTransform> Transforms => _transforms.Value;

    /// <summary>Null where causes are off or cannot be read.</summary>
    public CauseModel? Model => _model.Value;

    public IReadOnlyList<KnownCause> Catalogue => _catalogue.Value;

    public string Id => Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder));

    /// <summary>Whether the configuration asks for any of it.</summary>
    public bool IsWanted => _options.Adapter || _options.KnownCauses;

    /// <summary>What is wrong with the files, which are read if they were not yet; null when all is well.</summary>
    public string? FindProblem()
    {
        _ = (Transforms, Catalogue, Model);
        return _problem;
    }

    private T? Try<T>(string what, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException
            or FormatException or ArgumentException)
        {
            _problem ??= $"{what} in {_folder}: {exception.Message.ReplaceLineEndings(" ")}";
            CausesLog.Unavailable(_logger, what, _folder, exception.Message);
            return null;
        }
    }

    private IReadOnlyList<SpaceTransform> ReadTransforms()
    {
        var manifest = ReadManifest();
        return [.. manifest.Files.Keys.Where(name => name.StartsWith(AdapterPrefix, StringComparison.Ordinal))
            .Select(name => AdapterFile.Read(ReadVerified(manifest, name)))];
    }

    private CauseModel ReadModel()
    {
        var model = CauseModelFile.Read(ReadVerified(ReadManifest(), CausesFile), Transforms);
        var known = Catalogue.Select(cause => cause.Id).ToHashSet(StringComparer.Ordinal);
        return Array.Find(model.Causes, cause => !known.Contains(cause)) is { } stranger
            ? throw new InvalidDataException($"{CatalogueFile} must describe {stranger}")
            : model;
    }

    private IReadOnlyList<KnownCause> ReadCatalogue() => CauseCatalogue.Read(Path.Combine(_folder, CatalogueFile));

    private LearnedManifest ReadManifest() =>
        JsonSerializer.Deserialize<LearnedManifest>(File.ReadAllBytes(Path.Combine(_folder, LearnedManifest.FileName)),
            LearnedManifest.Json)
        ?? throw new InvalidDataException($"{LearnedManifest.FileName} must not be null");

    private byte[] ReadVerified(LearnedManifest manifest, string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_folder, Path.GetFileName(name)));
        return manifest.Files.TryGetValue(name, out var expected) && Convert.ToHexStringLower(SHA256.HashData(bytes)) == expected
            ? bytes
            : throw new InvalidDataException($"{name} must have the SHA-256 that {LearnedManifest.FileName} gives");
    }
}
