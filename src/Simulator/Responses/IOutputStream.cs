namespace Realtime.Simulator.Responses;

/// <summary>One item of a response while it is made.</summary>
internal interface IOutputStream
{
    /// <summary>Sends its events up to, and without, its end. Each value is how long to wait before the next step.</summary>
    IEnumerable<TimeSpan> Run();

    /// <summary>Sends the events that end what is open of it.</summary>
    /// <param name="isComplete">Whether all of it was sent.</param>
    void Close(bool isComplete);
}
