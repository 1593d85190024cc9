namespace Realtime.Grains.Interfaces.Cluster;

/// <summary>How the processes of a cluster know each other.</summary>
public static class ClusterNames
{
    /// <summary>The service's name, the same for every cluster.</summary>
    public const string Service = "realtime";

    /// <summary>The cluster's name where none is given. Clusters that share a Redis need different ones.</summary>
    public const string DefaultCluster = "realtime";
}
