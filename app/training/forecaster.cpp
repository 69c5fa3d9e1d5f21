#include "training/forecaster.h"

#include "training/trainingtexts.h"
#include "weights/downloadtexts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

using nlohmann::json;

/// "40 s", "12 min" or "3 h 5 min".
QString spanText(double seconds)
{
    constexpr double minute = 60;
    constexpr double longest = 90; // of a unit
    if (seconds < longest)
        return TrainingForecaster::tr("%1 s").arg(std::max(std::lround(seconds), 1L));
    const auto minutes = std::lround(seconds / minute);
    if (static_cast<double>(minutes) < longest)
        return TrainingForecaster::tr("%1 min").arg(minutes);
    constexpr long inAnHour = 60;
    return TrainingForecaster::tr("%1 h %2 min").arg(minutes / inAnHour).arg(minutes % inAnHour);
}

QString lineOf(const QString &title, const RunForecast &forecast)
{
    return TrainingForecaster::tr("%1: about %2 of memory, %3 an epoch, %4 in all")
        .arg(title, QString::fromStdString(sizeText(forecast.memory)),
             spanText(forecast.epochSeconds), spanText(forecast.totalSeconds));
}

/// The program's own sentence, without its name.
QString reasonOf(QProcess &process)
{
    QString said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    said = said.section(u'\n', -1);
    const QString name = QStringLiteral("inceptoscope: ");
    return said.startsWith(name) ? said.mid(name.size()) : said;
}

} // namespace

Expected<RunForecast> readForecast(const QByteArray &text)
{
    const json read = json::parse(text.begin(), text.end(), nullptr, false);
    if (!read.is_object() || !read.contains("memory") || !read.contains("time"))
        return failure("the program's answer is none");
    try {
        const json &time = read.at("time");
        RunForecast forecast;
        forecast.memory = read.at("memory").at("total").get<std::int64_t>();
        for (const json &size : time.at("sizes"))
            forecast.epochSeconds =
                std::max(forecast.epochSeconds, size.at("epoch_seconds").get<double>());
        forecast.epochSeconds += time.at("validation_seconds").get<double>();
        forecast.totalSeconds = time.at("total_seconds").get<double>();
        return forecast;
    } catch (const json::exception &) {
        return failure("the program's answer is not whole");
    }
}

TrainingForecaster::TrainingForecaster(const QString &program, QObject *parent)
    : QObject(parent)
    , m_program(program)
{
}

/// Whom a dead disk holds nobody waits for.
TrainingForecaster::~TrainingForecaster()
{
    constexpr int patience = 1000; // milliseconds
    for (auto &process : m_processes) {
        process->disconnect(this);
        process->kill();
        if (!process->waitForFinished(patience))
            static_cast<void>(process.release());
    }
}

void TrainingForecaster::request(const TrainingChoice &choice)
{
    stop();
    m_choice = choice;
    m_lines = QStringList(qsizetype(choice.variants.size()));
    for (std::size_t i = 0; i < choice.variants.size(); ++i) {
        m_processes.push_back(std::make_unique<QProcess>());
        QProcess *const process = m_processes.back().get();
        connect(process, &QProcess::finished, this, [this, i] { finish(i); });
        connect(process, &QProcess::errorOccurred, this, [this, i](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) // else it finishes, too
                take(i,
                     tr("%1 cannot be started: %2").arg(m_program, m_processes[i]->errorString()));
        });
    }
    emit changed();
    for (std::size_t i = 0; i < m_processes.size(); ++i)
        start(i);
}

void TrainingForecaster::clear()
{
    if (m_lines.isEmpty())
        return;
    stop();
    m_lines.clear();
    emit changed();
}

QString TrainingForecaster::text() const
{
    QStringList known = m_lines;
    known.removeAll(QString());
    known.removeDuplicates();
    return known.join(u'\n');
}

void TrainingForecaster::start(std::size_t variant)
{
    const QString folder = runNames(m_choice)[qsizetype(variant)];
    m_processes[variant]->start(m_program,
                                forecastArguments(m_choice, m_choice.variants[variant], folder),
                                QIODevice::ReadOnly);
}

void TrainingForecaster::finish(std::size_t variant)
{
    const QString title = variantTitles(m_choice)[qsizetype(variant)];
    const auto forecast = readForecast(m_processes[variant]->readAllStandardOutput());
    const QString reason = reasonOf(*m_processes[variant]);
    take(variant,
         forecast ? lineOf(title, *forecast)
             : reason.isEmpty()
             ? tr("%1: %2").arg(title, QString::fromStdString(forecast.error().message))
             : tr("%1: %2").arg(title, reason));
    if (isBusy() && forecast)
        start(variant);
}

/// The first one counts: another begun beside it may have had the processors for itself at its end.
void TrainingForecaster::take(std::size_t variant, const QString &line)
{
    if (m_lines[qsizetype(variant)].isEmpty())
        m_lines[qsizetype(variant)] = line;
    if (!isBusy())
        stop();
    emit changed();
}

/// A process may be the one that is just telling of its end.
void TrainingForecaster::stop()
{
    for (auto &process : m_processes) {
        QProcess *const gone = process.release();
        gone->disconnect(this);
        connect(gone, &QProcess::finished, gone, &QObject::deleteLater);
        if (gone->state() == QProcess::NotRunning)
            gone->deleteLater();
        else
            gone->kill();
    }
    m_processes.clear();
}

} // namespace inceptoscope
