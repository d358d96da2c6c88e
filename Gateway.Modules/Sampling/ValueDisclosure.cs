using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Decides whether a value of a header, query parameter or body field may leave the request as it is: when it is a short word,
/// or when enough voters sent it, so that it names none of them. Else its <see cref="ValueHash"/> stands for it. One thread at a time.
/// </summary>
internal sealed class ValueDisclosure
{
    private const int ShortWord = 16;
    private const int Longest = 64;
    private const int VotersNeeded = 3;

    /// <summary>Values whose voters are counted, per generation.</summary>
    private const int MaxTracked = 16_384;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private readonly RecentMap<ulong, Voters> _voters = new(MaxTracked);

    /// <param name="isSecret">The dimension's name says that its values are secret: then no number of voters opens them.</param>
    public string Show(string dimension, string value, string voter, bool isSecret) =>
        !isSecret && MayShow(dimension, value, voter) ? value : ValueHash.TextOf(value);

    private bool MayShow(string dimension, string value, string voter)
    {
        // A value that reads like a hash or like the fold would be taken for one downstream; an at-sign means an address.
        if (value.Length > Longest || value is DimensionNames.Folded || ValueHash.TryParse(value, out _) || value.Contains('@'))
        {
            return false;
        }

        return (value.Length <= ShortWord && !value.AsSpan().ContainsAny(Digits)) || IsCommon(dimension, value, voter);
    }

    private bool IsCommon(string dimension, string value, string voter)
    {
        ref var voters = ref _voters.Touch(HashOf(value, (long)HashOf(dimension, 0)), out _);
        return voters.Add(HashOf(voter, 0)) >= VotersNeeded;
    }

    private static ulong HashOf(string text, long seed) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    /// <summary>The first three distinct voters of a value; zero is a free place.</summary>
    private struct Voters
    {
        private ulong _first;
        private ulong _second;
        private ulong _third;

        public int Add(ulong voter)
        {
            if (_third != 0)
            {
                return VotersNeeded;
            }

            if (_first == 0)
            {
                _first = voter;
            }
            else if (_first != voter && _second == 0)
            {
                _second = voter;
            }
            else if (_first != voter && _second != voter)
            {
                _third = voter;
            }

            return _third != 0 ? 3 : _second != 0 ? 2 : 1;
        }
    }
}
