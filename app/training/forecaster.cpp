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
    , m_process(std::make_unique<QProcess>())
{
    connect(m_process.get(), &QProcess::finished, this, &TrainingForecaster::finish);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return; // it finishes, too
        m_lines = {tr("%1 cannot be started: %2").arg(m_program, m_process->errorString())};
        emit changed();
    });
}

TrainingForecaster::~TrainingForecaster()
{
    m_process->disconnect(this);
    constexpr int patience = 1000; // milliseconds
    m_process->kill();
    if (!m_process->waitForFinished(patience))
        static_cast<void>(m_process.release()); // whom a dead disk holds nobody waits for
}

void TrainingForecaster::request(const TrainingChoice &choice)
{
    m_choice = choice;
    m_next = 0;
    m_lines.clear();
    if (isBusy())
        m_process->kill(); // and then begins anew
    else
        startNext();
    emit changed();
}

void TrainingForecaster::clear()
{
    if (!isBusy() && m_lines.isEmpty())
        return;
    m_choice.variants.clear();
    m_next = 0;
    m_lines.clear();
    m_process->kill();
    emit changed();
}

void TrainingForecaster::startNext()
{
    if (m_next >= std::ssize(m_choice.variants))
        return;
    const VariantChoice &variant = m_choice.variants[static_cast<std::size_t>(m_next)];
    const QStringList names = runNames(m_choice);
    m_process->start(m_program,
                     trainArguments(m_choice, variant, names[m_next], false)
                         + QStringList{QStringLiteral("--dry-run")},
                     QIODevice::ReadOnly);
    ++m_next;
}

void TrainingForecaster::finish()
{
    const bool isOfThisRequest = m_next > m_lines.size() && m_next > 0;
    if (isOfThisRequest) {
        const QString title = variantTitles(m_choice)[m_next - 1];
        const auto forecast = readForecast(m_process->readAllStandardOutput());
        const QString reason = reasonOf(*m_process);
        m_lines += forecast ? lineOf(title, *forecast)
            : reason.isEmpty()
            ? tr("%1: %2").arg(title, QString::fromStdString(forecast.error().message))
            : tr("%1: %2").arg(title, reason);
    }
    startNext();
    emit changed();
}

} // namespace inceptoscope
