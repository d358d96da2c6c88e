namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>What the tests of one request share, so that its principal is hashed once however many policies ask for it.</summary>
internal struct MatchScratch
{
    private ulong _principalHash;
    private bool _hashed;

    public ulong PrincipalHash(string key)
    {
        if (!_hashed)
        {
            _principalHash = ValueHash.Of(key);
            _hashed = true;
        }

        return _principalHash;
    }
}
