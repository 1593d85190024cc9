using Realtime.Bench.Micro;

AudioBenchmark.Run(Console.Out);
