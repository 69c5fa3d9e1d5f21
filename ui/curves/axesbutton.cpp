#include "curves/axesbutton.h"

#include <QActionGroup>
#include <QMenu>

namespace inceptoscope {

namespace {

const QString axisKey = QStringLiteral("axis");

/// As the menu has them.
const QStringList axisNames{QStringLiteral("epoch or step"), QStringLiteral("epoch"),
                            QStringLiteral("step"), QStringLiteral("time since the start"),
                            QStringLiteral("date")};

} // namespace

AxesButton::AxesButton(QWidget *parent)
    : QPushButton(parent)
    , m_axes(new QActionGroup(this))
{
    setText(tr("A&xes"));
    setToolTip(tr("What the curves stand against, and how the axes are divided"));
    auto *menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    buildAxes(menu);
    menu->addSection(tr("Scale"));
    m_yLogarithmic = addSwitch(menu, tr("&Logarithmic values"),
                               tr("Give the vertical axis a logarithmic scale"));
    m_xLogarithmic = addSwitch(menu, tr("Logarithmic &horizontal axis"),
                               tr("Not for dates, which have no zero"));
    m_withoutOutliers =
        addSwitch(menu, tr("Leave &outliers out of the range"),
                  tr("Fit in of each curve the values from the 5th to the 95th percentile"));
    for (QAction *action : {m_xLogarithmic, m_yLogarithmic, m_withoutOutliers})
        connect(action, &QAction::toggled, this, &AxesButton::scalesChanged);
    menu->addSeparator();
    m_errors = addSwitch(menu, tr("&Accuracy as error"),
                         tr("Draw 100 % less the accuracy, as papers plot it"));
    m_joinsSeeds = addSwitch(
        menu, tr("&Mean and spread of groups"),
        tr("Draw runs that differ only in their seeds, or were grouped by hand, as one, from the "
           "lowest to the highest"));
    m_joinsSeeds->setChecked(true);
    m_deviation = addSwitch(menu, tr("Spread as standard de&viation"),
                            tr("One standard deviation of the runs below and above their mean, "
                               "not from the lowest to the highest"));
    connect(m_joinsSeeds, &QAction::toggled, m_deviation, &QAction::setEnabled);
    m_references = addSwitch(menu, tr("&Results of the paper"),
                             tr("Its Table 2 as lines: one crop of ImageNet's validation photos, "
                                "where errors are drawn"));
    for (QAction *action : {m_errors, m_joinsSeeds, m_deviation, m_references})
        connect(action, &QAction::toggled, this, &AxesButton::choiceChanged);
    setMenu(menu);
    setAccuracy(false);
}

void AxesButton::buildAxes(QMenu *menu)
{
    const auto add = [&](const QString &text, const QString &explanation, const QVariant &axis) {
        auto *action = new QAction(text, m_axes);
        action->setCheckable(true);
        action->setToolTip(explanation);
        action->setData(axis);
        menu->addAction(action);
        return action;
    };
    menu->addSection(tr("Curves against"));
    add(tr("&Epoch or step"), tr("The epoch where all logs know it, else the step"), {})
        ->setChecked(true);
    add(tr("E&poch"), tr("Logs that know no epochs are left out"),
        QVariant::fromValue(CurveAxis::Epoch));
    add(tr("&Step"), tr("What a log counts by: steps, iterations or lines"),
        QVariant::fromValue(CurveAxis::Step));
    add(tr("&Time since the start"), tr("Of the run; logs that know no times are left out"),
        QVariant::fromValue(CurveAxis::Relative));
    add(tr("&Date and time"), tr("Logs that know no dates are left out"),
        QVariant::fromValue(CurveAxis::Wall));
    connect(m_axes, &QActionGroup::triggered, this, &AxesButton::takeAxis);
}

void AxesButton::takeAxis()
{
    m_xLogarithmic->setEnabled(axis() != CurveAxis::Wall);
    emit choiceChanged();
    emit scalesChanged();
}

QAction *AxesButton::addSwitch(QMenu *menu, const QString &text, const QString &explanation)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setToolTip(explanation);
    return action;
}

std::optional<CurveAxis> AxesButton::axis() const
{
    const QVariant axis = m_axes->checkedAction()->data();
    return axis.isValid() ? std::optional(axis.value<CurveAxis>()) : std::nullopt;
}

CurveScales AxesButton::scales() const
{
    return {m_xLogarithmic->isChecked() && axis() != CurveAxis::Wall, m_yLogarithmic->isChecked(),
            m_withoutOutliers->isChecked()};
}

bool AxesButton::drawsErrors() const
{
    return m_errors->isChecked();
}

bool AxesButton::drawsReferences() const
{
    return m_references->isChecked();
}

bool AxesButton::joinsSeeds() const
{
    return m_joinsSeeds->isChecked();
}

void AxesButton::chooseEpochs()
{
    m_axes->actions().constFirst()->setChecked(true);
    m_xLogarithmic->setEnabled(true);
}

SpreadBand AxesButton::band() const
{
    return m_deviation->isChecked() ? SpreadBand::Deviation : SpreadBand::Extremes;
}

std::map<QString, QAction *> AxesButton::switches() const
{
    return {{QStringLiteral("x logarithmic"), m_xLogarithmic},
            {QStringLiteral("y logarithmic"), m_yLogarithmic},
            {QStringLiteral("without outliers"), m_withoutOutliers},
            {QStringLiteral("accuracy as error"), m_errors},
            {QStringLiteral("mean of seeds"), m_joinsSeeds},
            {QStringLiteral("standard deviation"), m_deviation},
            {QStringLiteral("results of the paper"), m_references}};
}

QVariantMap AxesButton::settings() const
{
    QVariantMap settings{{axisKey, axisNames[m_axes->actions().indexOf(m_axes->checkedAction())]}};
    for (const auto &[name, action] : switches())
        settings.insert(name, action->isChecked());
    return settings;
}

void AxesButton::restore(const QVariantMap &settings)
{
    for (const auto &[name, action] : switches()) {
        if (const QVariant value = settings.value(name); value.typeId() == QMetaType::Bool)
            action->setChecked(value.toBool());
    }
    const qsizetype axis = axisNames.indexOf(settings.value(axisKey).toString());
    if (axis >= 0) {
        m_axes->actions()[axis]->setChecked(true);
        takeAxis();
    }
}

void AxesButton::setAccuracy(bool isAccuracy)
{
    m_errors->setEnabled(isAccuracy);
}

} // namespace inceptoscope
