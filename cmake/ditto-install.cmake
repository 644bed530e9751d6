# install() and the package that find_package(ditto) reads. Headers only, so the package fits every architecture.
include(CMakePackageConfigHelpers)

set(ditto_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/ditto")
configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/ditto-config.cmake.in"
    "${PROJECT_BINARY_DIR}/ditto-config.cmake"
    INSTALL_DESTINATION "${ditto_package_dir}"
)
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/ditto-config-version.cmake"
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT
)

install(TARGETS ditto EXPORT ditto-targets FILE_SET HEADERS FILE_SET ceres_headers)
install(EXPORT ditto-targets NAMESPACE ditto:: DESTINATION "${ditto_package_dir}")
install(
    FILES
        "${PROJECT_BINARY_DIR}/ditto-config.cmake"
        "${PROJECT_BINARY_DIR}/ditto-config-version.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/ditto-dependencies.cmake"
    DESTINATION "${ditto_package_dir}"
)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/ditto")
