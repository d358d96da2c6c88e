using System.Buffers;
using System.Numerics;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>The policies of a snapshot that match one request, in the gate's order. Allocates nothing.</summary>
internal ref struct MatchingPolicies
{
    /// <summary>Words of marks for which the caller brings room; more policies than that borrow it.</summary>
    public const int OnStack = 32;

    private readonly PolicySnapshot _snapshot;
    private readonly Span<ulong> _marks;
    private readonly ulong[]? _rented;
    private int _word;

    public MatchingPolicies(PolicySnapshot snapshot, in RequestFacts facts, ref MatchScratch scratch, Span<ulong> room)
    {
        _snapshot = snapshot;
        var words = snapshot.Lookup.Words;
        _rented = words > room.Length ? ArrayPool<ulong>.Shared.Rent(words) : null;
        _marks = _rented is null ? room[..words] : _rented.AsSpan(0, words);
        snapshot.Lookup.Mark(facts, ref scratch, _marks);
    }

    /// <summary>The next one; null after the last.</summary>
    public LivePolicy? MoveNext(in RequestFacts facts, ref MatchScratch scratch)
    {
        while (_word < _marks.Length)
        {
            ref var marks = ref _marks[_word];
            if (marks == 0)
            {
                _word++;
                continue;
            }

            var place = (_word << 6) + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;
            if (_snapshot.Lookup.RestOf(place).Matches(facts, ref scratch))
            {
                return _snapshot.Policies[place];
            }
        }

        return null;
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(_rented);
        }
    }
}
