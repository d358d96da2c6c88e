using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace Gateway.Modules.Embedding;

/// <summary>
/// A loaded BERT-style network. One text a run: int8 quantisation scales with everything in the batch, so a text's vector would
/// depend on its neighbours. Thread-safe.
/// </summary>
internal sealed class BertModel : IDisposable
{
    /// <summary>
    /// From this share of unknown tokens on a vector says little but how many there are: with an English model, Chinese texts all look
    /// alike. Over labelled error texts it parts the two languages without an English one on the wrong side.
    /// </summary>
    private const double OpaqueShare = 0.2;

    // Disposing a session while it runs ends the process: whoever disposes waits for the runs, which hold the reading side.
    private readonly ReaderWriterLockSlim _use = new();
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly BertEncoder _encoder;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly PoolingMethod _pooling;
    private readonly int _maxTokens;
    private bool _disposed;

    private BertModel(ModelManifest manifest, string space, BertEncoder encoder, InferenceSession session, ModelSettings settings)
    {
        Id = manifest.Id;
        Space = space;
        Dimension = manifest.Dimensions;
        _session = session;
        _encoder = encoder;
        _inputs = [.. manifest.Inputs];
        _outputs = [manifest.Output];
        _pooling = settings.Pooling ?? (manifest.Pooling == "mean" ? PoolingMethod.Mean : PoolingMethod.Cls);
        _maxTokens = Math.Min(settings.MaxTokens, manifest.MaxTokens);
    }

    public string Id { get; }

    public string Space { get; }

    public int Dimension { get; }

    /// <summary>Starts the network and tries it once. Throws what the runtime throws on a network it cannot use.</summary>
    public static BertModel Create(ModelManifest manifest, string space, BertEncoder encoder, byte[] network, ModelSettings settings)
    {
        UsageReports.Stop();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = settings.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Idle threads of the pool must not spin: the proxy shares these cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        var model = new BertModel(manifest, space, encoder, new InferenceSession(network, options), settings);
        try
        {
            model.Embed("ready");
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The unit vector of <paramref name="text"/> and its space: the model's, or one of the text's own, in which only exact repeats meet.
    /// </summary>
    /// <param name="keepUnknownApart">Whether a text that the vocabulary mostly does not know gets a space of its own.</param>
    public EmbeddingVector Embed(string text, bool keepUnknownApart = true)
    {
        var ids = _encoder.Encode(text, _maxTokens);
        var isOpaque = keepUnknownApart && _encoder.ShareUnknown(ids) >= OpaqueShare;
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new EmbeddingVector(isOpaque ? $"{Space}:{HashOf(text)}" : Space, Run(ids));
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (!_disposed)
            {
                _disposed = true;
                _runOptions.Dispose();
                _session.Dispose();
            }
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    private float[] Run(long[] ids)
    {
        long[] shape = [1, ids.Length];
        var mask = new long[ids.Length];
        Array.Fill(mask, 1);
        using var idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        var values = Array.ConvertAll(_inputs, input => input switch
        {
            "input_ids" => idValue,
            "attention_mask" => maskValue,
            _ => typeValue,
        });
        using var results = _session.Run(_runOptions, _inputs, values, _outputs);
        var hidden = results[0].GetTensorDataAsSpan<float>();
        if (hidden.Length != ids.Length * Dimension)
        {
            throw new InvalidDataException($"output has {hidden.Length} values for {ids.Length} tokens of {Dimension}");
        }

        return Pool(hidden, ids.Length);
    }

    private float[] Pool(ReadOnlySpan<float> hidden, int tokens)
    {
        var vector = hidden[..Dimension].ToArray();
        if (_pooling == PoolingMethod.Mean)
        {
            // The sum serves as well as the mean: the length is normalised below.
            for (var token = 1; token < tokens; token++)
            {
                TensorPrimitives.Add(vector, hidden.Slice(token * Dimension, Dimension), vector);
            }
        }

        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length == 0)
        {
            throw new InvalidDataException("output is not a finite vector");
        }

        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}
