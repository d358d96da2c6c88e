using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Training.Items;

/// <summary>Reads labelled errors through the gateway's own extraction, masking, wording and models.</summary>
internal sealed class ItemReader : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _root;
    private readonly IErrorTextReader _reader;
    private readonly IErrorWording _wording;
    private readonly string _cacheFile;
    private readonly Dictionary<string, float[]> _cache = new(StringComparer.Ordinal);
    private readonly List<BertModel> _models = [];
    private readonly string _cacheKey;
    private int _fresh;

    public ItemReader(string root)
    {
        _root = root;
        _services = ModuleServices.Create().AddErrorText().AddEmbedding().BuildServiceProvider();
        _reader = _services.GetRequiredService<IErrorTextReader>();
        _wording = _services.GetRequiredService<IErrorWording>();
        foreach (var folder in (string[])["models/bge-small-en-v1.5-int8", "models/bge-small-zh-v1.5-int8"])
        {
            _models.Add(ModelFolder.Open(Path.Combine(root, folder), new ModelSettings(null, 128, 1), out var problem)
                ?? throw new InvalidDataException(problem));
        }

        _cacheKey = string.Join('|', _models.Select(model => model.Space));
        _cacheFile = Path.Combine(root, "artifacts", "training-vectors.bin");
        LoadCache();
    }

    public IReadOnlyList<string> Spaces => [.. _models.Select(model => model.Space)];

    public List<TrainingItem> Read(string path, string[] causes)
    {
        var items = new List<TrainingItem>();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            items.Add(ReadItem(json.RootElement, causes));
        }

        SaveCache();
        return items;
    }

    public void Dispose()
    {
        _models.ForEach(model => model.Dispose());
        _services.Dispose();
    }

    private TrainingItem ReadItem(JsonElement json, string[] causes)
    {
        var isBody = json.TryGetProperty("http_status", out var status);
        var code = isBody ? status.GetInt32() : json.GetProperty("status").GetInt32();
        var contentType = isBody && json.TryGetProperty("content_type", out var type) ? type.GetString() : null;
        var body = Encoding.UTF8.GetBytes(json.GetProperty("text").GetString()!);
        var error = _reader.Read(new ErrorResponse(RequestOutcome.UpstreamError, code, null, null, contentType, null, body, null));
        var wording = _wording.Of(error.Masked);
        var model = _models[Script.IsMostlyCjk(error.Masked) ? 1 : 0];
        var id = json.GetProperty("id").GetString()!;
        var cause = json.GetProperty("class").GetString()!;
        var nearDev = json.TryGetProperty("near_dev", out var near) && near.GetBoolean();
        var fold = BinaryPrimitives.ReadUInt16LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return new TrainingItem(
            id, error.Masked, wording, new EmbeddingVector(model.Space,
                Embed(model, wording.Embedded.Length > 0 ? wording.Embedded : error.Masked)),
            cause, Array.IndexOf(causes, cause), code, nearDev, fold);
    }

    private float[] Embed(BertModel model, string text)
    {
        var key = $"{model.Space} {text}";
        if (!_cache.TryGetValue(key, out var vector))
        {
            _cache.Add(key, vector = model.Embed(text).Vector.ToArray());
            if (++_fresh % 1000 == 0)
            {
                Console.Error.WriteLine($"  {_fresh} texts embedded");
            }
        }

        return vector;
    }

    private void LoadCache()
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(_cacheFile));
            if (reader.ReadString() != _cacheKey)
            {
                return;
            }

            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var key = reader.ReadString();
                var vector = new float[reader.ReadInt32()];
                for (var i = 0; i < vector.Length; i++)
                {
                    vector[i] = reader.ReadSingle();
                }

                _cache[key] = vector;
            }
        }
        catch (IOException)
        {
            // No cache, or half of one: what is missing is embedded again.
        }
    }

    private void SaveCache()
    {
        if (_fresh == 0)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_cacheFile)!);
        using var writer = new BinaryWriter(File.Create(_cacheFile));
        writer.Write(_cacheKey);
        writer.Write(_cache.Count);
        foreach (var (key, vector) in _cache)
        {
            writer.Write(key);
            writer.Write(vector.Length);
            foreach (var value in vector)
            {
                writer.Write(value);
            }
        }

        _fresh = 0;
    }
}
