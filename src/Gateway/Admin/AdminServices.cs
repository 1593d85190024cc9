using Realtime.Gateway.Admin.AuditLog;
using Realtime.Gateway.Admin.Budgets;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Customers;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Models;
using Realtime.Gateway.Admin.OpenApi;
using Realtime.Gateway.Admin.Policies;
using Realtime.Gateway.Admin.Spend;
using Realtime.Gateway.Admin.Teams;
using Realtime.Gateway.Admin.Users;

namespace Realtime.Gateway.Admin;

/// <summary>The admin API: LiteLLM's routes for keys, teams, users, customers, budgets and spend.</summary>
internal static class AdminServices
{
    /// <summary>Adds what the routes need.</summary>
    /// <param name="services">The services.</param>
    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminGate>();
        services.AddSingleton<AdministratorGate>();
        services.AddSingleton<IPolicyNotifier, GrainPolicyNotifier>();
        services.AddApiDescription();
    }

    /// <summary>Maps the routes, their description and its page.</summary>
    /// <param name="app">The application.</param>
    public static void MapAdmin(this WebApplication app)
    {
        app.MapKeys();
        app.MapTeams();
        app.MapUsers();
        app.MapCustomers();
        app.MapBudgets();
        app.MapModelInfo();
        app.MapSpend();
        app.MapAudit();
        app.MapApiDescription();
    }
}
