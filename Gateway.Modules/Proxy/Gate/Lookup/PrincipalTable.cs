using System.Net;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>The policies that name a principal: by the hash of its key, or by its address or network.</summary>
internal sealed class PrincipalTable
{
    private readonly Dictionary<ulong, List<int>> _keys = [];
    private readonly Dictionary<AddressNetwork, List<int>> _networks = [];
    private readonly List<int> _ipv4Lengths = [];
    private readonly List<int> _ipv6Lengths = [];
    private readonly List<int> _unknown = [];

    public bool IsEmpty => _keys.Count == 0 && _networks.Count == 0 && _unknown.Count == 0;

    /// <summary>A name that is neither a key's nor an address is nobody's: such a policy is never found, as it never matches.</summary>
    public void Add(string principal, int place)
    {
        if (PrincipalName.TryParseKey(principal, out var hash))
        {
            PlacesOf(_keys, hash).Add(place);
        }
        else if (AddressNetwork.TryParse(principal, out var network))
        {
            PlacesOf(_networks, network).Add(place);
            var lengths = network.IsOfIpv4 ? _ipv4Lengths : _ipv6Lengths;
            if (!lengths.Contains(network.Length))
            {
                lengths.Add(network.Length);
            }
        }
        else if (principal == PrincipalName.OfAddress(null))
        {
            _unknown.Add(place);
        }
    }

    public void Mark(in RequestFacts facts, ref MatchScratch scratch, Span<ulong> marks)
    {
        if (facts.PrincipalKey is { } key)
        {
            if (_keys.Count > 0 && _keys.TryGetValue(scratch.PrincipalHash(key), out var places))
            {
                ValueTable.MarkAll(places, marks);
            }
        }
        else if (!facts.PeerIsProxy)
        {
            MarkAddress(facts.ClientAddress, marks);
        }
    }

    private void MarkAddress(IPAddress? address, Span<ulong> marks)
    {
        if (address is null)
        {
            ValueTable.MarkAll(_unknown, marks);
            return;
        }

        foreach (var length in AddressNetwork.IsIpv4(address) ? _ipv4Lengths : _ipv6Lengths)
        {
            if (_networks.TryGetValue(new AddressNetwork(address, length), out var places))
            {
                ValueTable.MarkAll(places, marks);
            }
        }
    }

    private static List<int> PlacesOf<TKey>(Dictionary<TKey, List<int>> places, TKey key)
        where TKey : notnull
    {
        if (!places.TryGetValue(key, out var list))
        {
            places[key] = list = [];
        }

        return list;
    }
}
