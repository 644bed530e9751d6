# What ditto::ditto links to. Read by ditto's own build and, installed, by find_package(ditto): the two cannot disagree.
# A target that the surrounding project defines already is taken as it is.
include(CMakeFindDependencyMacro)

if(NOT TARGET Boost::headers)
    find_dependency(Boost 1.74 CONFIG)
endif()
if(NOT TARGET Eigen3::Eigen)
    find_dependency(Eigen3 3.4 CONFIG)
endif()
if(NOT TARGET xsimd)
    # No version here: xsimd's version file accepts its own major number only. 8.1 and newer will do.
    find_dependency(xsimd CONFIG)
    if(xsimd_VERSION AND xsimd_VERSION VERSION_LESS 8.1)
        message(FATAL_ERROR "ditto needs xsimd 8.1 or newer, found ${xsimd_VERSION}")
    endif()
    # Some distributions' xsimd names xtl, which only its optional complex numbers need and which would become -lxtl.
    get_target_property(ditto_xsimd_links xsimd INTERFACE_LINK_LIBRARIES)
    if("xtl" IN_LIST ditto_xsimd_links AND NOT TARGET xtl)
        list(REMOVE_ITEM ditto_xsimd_links xtl)
        set_property(TARGET xsimd PROPERTY INTERFACE_LINK_LIBRARIES "${ditto_xsimd_links}")
    endif()
    unset(ditto_xsimd_links)
endif()
