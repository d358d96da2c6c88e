using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;

namespace Gateway.Lab.Figures;

/// <summary>Requests of one class and what became of them.</summary>
internal readonly record struct ClassCount(int All, int Refused, int Failed)
{
    /// <summary>Null of nothing.</summary>
    public double? RefusedShare => All == 0 ? null : (double)Refused / All;

    public static ClassCount Of(RequestClass kind, ImmutableArray<RequestRecord> requests) => Of(requests.Where(r => r.Class == kind));

    public static ClassCount Of(IEnumerable<RequestRecord> requests)
    {
        var count = default(ClassCount);
        foreach (var request in requests)
        {
            count = new ClassCount(count.All + 1, count.Refused + (request.Refused ? 1 : 0), count.Failed + (request.Failed ? 1 : 0));
        }

        return count;
    }
}
