namespace Gateway.Tests.Clustering;

/// <summary>Unit vectors in a plane and a bit beyond: cosines between them are the cosines of their angles.</summary>
internal static class Directions
{
    /// <summary>The direction at <paramref name="degrees"/> in a plane of its own.</summary>
    public static float[] At(double degrees, int plane = 0)
    {
        var vector = new float[8];
        vector[plane * 2] = (float)Math.Cos(degrees * Math.PI / 180);
        vector[(plane * 2) + 1] = (float)Math.Sin(degrees * Math.PI / 180);
        return vector;
    }
}
