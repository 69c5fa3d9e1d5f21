#include "commandline/programrun.h"

namespace inceptoscope::test {

static constexpr int longestRun = 300'000; // ms: a machine may be busy

static QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

QList<QByteArray> ProgramRun::lines() const
{
    return linesOf(out);
}

QList<QByteArray> ProgramRun::errorLines() const
{
    return linesOf(err);
}

void startProgram(QProcess &process, const QStringList &arguments)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(PROGRAM), arguments);
}

ProgramRun finished(QProcess &process)
{
    ProgramRun run;
    if (process.waitForFinished(longestRun) && process.exitStatus() == QProcess::NormalExit)
        run.status = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

ProgramRun runProgram(const QStringList &arguments)
{
    QProcess process;
    startProgram(process, arguments);
    return finished(process);
}

} // namespace inceptoscope::test
