namespace Gateway.Modules.Contracts.Policies;

/// <summary>A permit for limiters that learn nothing from what becomes of a request.</summary>
public sealed class AdmittedPermit : IPermit
{
    public static readonly IPermit Instance = new AdmittedPermit();

    private AdmittedPermit()
    {
    }

    public PolicyRole Role => PolicyRole.Admitted;

    public void Success()
    {
    }

    public void Failure()
    {
    }

    public void Ignore()
    {
    }

    public void Release()
    {
    }
}
