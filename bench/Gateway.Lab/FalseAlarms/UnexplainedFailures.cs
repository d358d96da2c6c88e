using System.Collections.Immutable;

namespace Gateway.Lab.FalseAlarms;

/// <summary>Says which requests fail, by nothing that they carry, and what the failure says.</summary>
internal sealed class UnexplainedFailures
{
    private const double BurstEverySeconds = 60;
    private const double BurstFactor = 5;
    private const double MostInBurst = 0.5;
    private readonly AlarmWorld _world;
    private readonly Random _random;
    private readonly ImmutableArray<FailureText> _texts;
    private double _burstFrom;
    private double _burstTo;

    public UnexplainedFailures(AlarmWorld world, ImmutableArray<FailureText> texts, Random random)
    {
        _world = world;
        _random = random;

        // When everything fails at once with an overload, that is one: to shape it is no mistake.
        var able = world.Pattern == FailurePattern.Bursts ? texts.RemoveAt(texts.Length - 1) : texts;

        // Which text is the commonest differs from world to world.
        var turn = (int)((uint)world.Seed % able.Length);
        _texts = [.. able[turn..], .. able[..turn]];
        _burstFrom = NextBurst(0);
        _burstTo = _burstFrom;
    }

    /// <summary>What becomes of a request that is sent for the first time; null where it succeeds.</summary>
    public FailureText? First(double second) => _random.NextDouble() < RateAt(second) ? DrawText() : null;

    /// <summary>The same for one that has failed before, with the same text.</summary>
    public FailureText? Again(FailureText before) => _random.NextDouble() < 0.5 ? before : null;

    private double RateAt(double second)
    {
        if (_world.Pattern != FailurePattern.Bursts)
        {
            return _world.FailureRate;
        }

        if (second >= _burstTo && second >= _burstFrom)
        {
            if (_burstTo > _burstFrom)
            {
                _burstFrom = NextBurst(second);
                _burstTo = _burstFrom;
            }
            else
            {
                _burstTo = second + 2 + (6 * _random.NextDouble());
            }
        }

        return second >= _burstFrom && second < _burstTo
            ? Math.Min(MostInBurst, BurstFactor * _world.FailureRate) : _world.FailureRate / 2;
    }

    private double NextBurst(double second) => second - (BurstEverySeconds * Math.Log(1 - _random.NextDouble()));

    /// <summary>Each text half as common as the one before it.</summary>
    private FailureText DrawText()
    {
        var at = 0;
        while (at < _texts.Length - 1 && _random.Next(2) == 0)
        {
            at++;
        }

        return _texts[at];
    }
}
